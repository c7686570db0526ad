#include "intake/xml.h"

#include "base/buf.h"

#include <libxml/parser.h>

struct noticed {
        bool declared, starved;
};

/* A document type is the only place where entities are declared; none of the formats read here has one. */
static void
on_doctype(void *arg, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
        xmlParserCtxt *ctxt = arg;

        (void)name;
        (void)public_id;
        (void)system_id;
        ((struct noticed *)ctxt->_private)->declared = true;
        xmlStopParser(ctxt);
}

/* What comes of it afterwards is told as damage. */
static void
on_error(void *arg, xmlError *e)
{
        const xmlParserCtxt *ctxt = arg;

        if (e->code == XML_ERR_NO_MEMORY)
                ((struct noticed *)ctxt->_private)->starved = true;
}

struct tree {
        xmlDoc *doc;
};

static int
tree_free(struct tree *t)
{
        xmlFreeDoc(t->doc);
        return 0;
}

int
xml_read(TALLOC_CTX *mem, const char *bytes, size_t n, xmlNode **ret_root)
{
        struct tree *tree = mem_new(mem, struct tree);
        xmlParserCtxt *ctxt = xmlNewParserCtxt();
        struct noticed noticed = {false, false};
        bool ok;

        if (!ctxt || n > INT32_MAX) {
                xmlFreeParserCtxt(ctxt);
                return INTAKE_BROKEN;
        }
        ctxt->_private = &noticed;
        ctxt->sax->internalSubset = on_doctype;
        ctxt->sax->serror = on_error;
        tree->doc = xmlCtxtReadMemory(ctxt, bytes, (int)n, NULL, NULL,
                                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                          XML_PARSE_COMPACT);
        ok = ctxt->wellFormed && tree->doc;
        xmlFreeParserCtxt(ctxt);
        talloc_set_destructor(tree, tree_free);
        if (noticed.declared)
                return INTAKE_ENTITIES;
        if (noticed.starved)
                return INTAKE_TOO_BIG;
        if (!ok || !xmlDocGetRootElement(tree->doc))
                return INTAKE_BROKEN;
        *ret_root = xmlDocGetRootElement(tree->doc);
        return 0;
}

bool
xml_is(const xmlNode *node, const char *name)
{
        return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

xmlNode *
xml_child(const xmlNode *node, const char *name)
{
        for (xmlNode *k = node ? node->children : NULL; k; k = k->next)
                if (xml_is(k, name))
                        return k;
        return NULL;
}

const xmlNode *
xml_next(const xmlNode *top, const xmlNode *node)
{
        do {
                if (node->type == XML_ELEMENT_NODE && node->children)
                        node = node->children;
                else {
                        while (node != top && !node->next)
                                node = node->parent;
                        node = node == top ? NULL : node->next;
                }
        } while (node && node->type != XML_ELEMENT_NODE);
        return node;
}

const char *
xml_attr(const xmlNode *node, const char *name)
{
        for (const xmlAttr *a = node ? node->properties : NULL; a; a = a->next)
                if (strcmp((const char *)a->name, name) == 0)
                        return a->children && a->children->content
                                   ? (const char *)a->children->content
                                   : "";
        return NULL;
}

const char *
xml_child_attr(const xmlNode *node, const char *child, const char *name)
{
        return xml_attr(xml_child(node, child), name);
}

void
xml_text(struct buf *out, const xmlNode *node)
{
        for (const xmlNode *k = node ? node->children : NULL; k; k = k->next)
                if ((k->type == XML_TEXT_NODE || k->type == XML_CDATA_SECTION_NODE) && k->content)
                        buf_str(out, (const char *)k->content);
                else if (k->type == XML_ELEMENT_NODE)
                        xml_text(out, k);
}
