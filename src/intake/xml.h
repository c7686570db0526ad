/* intake/xml.h: XML of documents as a tree, guarded.
 * Purpose    the one door to libxml2's XML parser: no entities of the file's own, nothing fetched, depth and
 *            lengths bounded; and the few steps through a tree that its readers share. Names are compared
 *            without their prefix: the parts of a document use one vocabulary each.
 * Ownership  a tree is freed with its mem.
 * Errors     outcomes of intake.h: ENTITIES, BROKEN, TOO_BIG when the memory of the child does not do. */
#ifndef INTAKE_XML_H
#define INTAKE_XML_H

#include "base/mem.h"
#include "intake/intake.h"

#include <libxml/tree.h>

int xml_read(TALLOC_CTX *mem, const char *bytes, size_t n, xmlNode **ret_root) nodiscard;
bool xml_is(const xmlNode *, const char *name);
/* First element among the children; NULL. Takes NULL. */
xmlNode *xml_child(const xmlNode *, const char *name);
/* Next element in document order within top, top itself excluded; start with node = top. NULL at the end. */
const xmlNode *xml_next(const xmlNode *top, const xmlNode *node);
/* An attribute without its prefix; NULL. Takes NULL. */
const char *xml_attr(const xmlNode *, const char *name);
/* xml_attr() of a child. */
const char *xml_child_attr(const xmlNode *, const char *child, const char *name);
/* All text below, appended. */
struct buf;
void xml_text(struct buf *, const xmlNode *);

#endif
