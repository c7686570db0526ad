/* Who is asking. */
#include "web/request.h"

int
session_admit(struct request *q, struct page *p)
{
        (void)p;
        return q->asked.route->permission == MAY_PUBLIC && q->asked.route->csrf == NO ? 0 : 401;
}
