/* What DOCX, XLSX and PPTX have in common: a folder of parts, properties, relations. */
#include "intake/find.h"
#include "intake/ole.h"
#include "intake/picture.h"
#include "intake/xml.h"

#include <strings.h>

static void
property(struct finder *f, const xmlNode *root, const char *name, enum intake_code code,
         const char *where)
{
        const char *words = find_words(f, xml_child(root, name));

        if (words[strspn(words, " \t\r\n")])
                find_add(f, code, where, words);
}

static int
properties(struct finder *f, struct pack *pack)
{
        xmlNode *core, *app, *custom;
        int r = find_part(f, pack, "docProps/core.xml", &core);

        if (r == 0)
                r = find_part(f, pack, "docProps/app.xml", &app);
        if (r == 0)
                r = find_part(f, pack, "docProps/custom.xml", &custom);
        if (r)
                return r;
        property(f, core, "creator", INTAKE_HAS_AUTHOR, "文件属性");
        property(f, core, "lastModifiedBy", INTAKE_HAS_MODIFIED_BY, "文件属性");
        property(f, app, "Company", INTAKE_HAS_COMPANY, "文件属性");
        property(f, app, "Manager", INTAKE_HAS_AUTHOR, "文件属性（经理）");
        for (const xmlNode *k = custom ? custom->children : NULL; k; k = k->next)
                if (xml_is(k, "property"))
                        find_add(f, INTAKE_HAS_PROPERTY,
                                 xml_attr(k, "name") ? xml_attr(k, "name") : "", find_words(f, k));
        return 0;
}

/* A link that a reader clicks is meant; what the program fetches by itself is not. */
static bool
is_link(const char *type)
{
        size_t n = strlen(type);

        return n >= 9 && strcasecmp(type + n - 9, "hyperlink") == 0;
}

static int
relations(struct finder *f, struct pack *pack, const char *name)
{
        xmlNode *root;
        int r = find_part(f, pack, name, &root);

        if (r)
                return r;
        for (const xmlNode *k = root ? root->children : NULL; k; k = k->next) {
                const char *mode = xml_attr(k, "TargetMode"), *type = xml_attr(k, "Type"),
                           *target = xml_attr(k, "Target");

                if (mode && strcmp(mode, "External") == 0 && !(type && is_link(type)))
                        find_add(f, INTAKE_HAS_EXTERNAL, name, target ? target : "");
        }
        return 0;
}

static int
pictures(struct finder *f, struct pack *pack, const char *name)
{
        char *bytes;
        size_t n;
        int r = pack_part(f->mem, pack, name, &bytes, &n);

        if (r == 0)
                find_in_picture(f, bytes, n, mem_printf(f->mem, "图片 %s", name));
        return r;
}

static const char *
last_part(const char *name)
{
        const char *slash = strrchr(name, '/');

        return slash ? slash + 1 : name;
}

int
find_in_package(struct finder *f, struct pack *pack)
{
        int r = properties(f, pack);

        for (size_t i = 0; r == 0 && i < pack_count(pack); i++) {
                const char *name = pack_name(pack, i), *last = last_part(name);

                if (!*last) /* a folder */
                        continue;
                if (find_is_part(last, "vbaProject", ".bin") || strstr(name, "/macrosheets/"))
                        find_add(f, INTAKE_HAS_MACRO, name, "");
                else if (strstr(name, "/embeddings/"))
                        find_add(f, INTAKE_HAS_EMBEDDED, name, "");
                else if (strstr(name, "/activeX/") || find_is_part(name, "customUI/", ".xml"))
                        find_add(f, INTAKE_HAS_ACTIVE, name, "");
                else if (find_is_part(last, "", ".rels"))
                        r = relations(f, pack, name);
                else if (strstr(name, "/media/"))
                        r = pictures(f, pack, name);
        }
        return r;
}

int
find_in_compound(struct finder *f, const char *bytes, size_t n)
{
        struct ole ole;

        if (!ole_open(f->mem, bytes, n, &ole))
                return INTAKE_BROKEN;
        if (ole_find(&ole, "EncryptedPackage"))
                return INTAKE_ENCRYPTED;
        find_add(f, INTAKE_HAS_LEGACY, "", "");
        if (ole_find(&ole, "Macros") || ole_find(&ole, "_VBA_PROJECT_CUR") ||
            ole_find(&ole, "_VBA_PROJECT"))
                find_add(f, INTAKE_HAS_MACRO, "", "");
        for (size_t i = 0; i < ole.n_entries; i++)
                if (strcasecmp(ole.entries[i].name, "ObjectPool") == 0 ||
                    strcasecmp(ole.entries[i].name, ".Ole10Native") == 0 ||
                    strncasecmp(ole.entries[i].name, "MBD", 3) == 0) {
                        find_add(f, INTAKE_HAS_EMBEDDED, "", ole.entries[i].name);
                        break;
                }
        return 0;
}
