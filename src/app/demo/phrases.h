/* app/demo/phrases.h: the files of data/demo as bytes, written by tools/embed at build time. */
#ifndef APP_DEMO_PHRASES_H
#define APP_DEMO_PHRASES_H

#include <stddef.h>

#define DEMO_FILES(X) X(words) X(notices) X(oversight) X(livelihood) X(house) X(foreign)
#define DEMO_SCENARIOS(X)                                                                          \
        X(jingyu_2019, "jingyu-2019")                                                              \
        X(anyuan_2012, "anyuan-2012")                                                              \
        X(erlianhaote_2011, "erlianhaote-2011")                                                    \
        X(tieshan_2015, "tieshan-2015")                                                            \
        X(taian_waiban_2010, "taian-waiban-2010")

#define DEMO_FILE(name)                                                                            \
        extern const unsigned char demo_##name[];                                                  \
        extern const size_t demo_##name##_size;
#define DEMO_SCENARIO(name, text) DEMO_FILE(name)
DEMO_FILES(DEMO_FILE)
DEMO_SCENARIOS(DEMO_SCENARIO)
#undef DEMO_SCENARIO
#undef DEMO_FILE

#endif
