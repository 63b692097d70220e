/* libxmlsec1 through its C API: parse, verify every signature of a document,
 * in one process. Two modes: keys given by the caller, or taken from the
 * certificate in the signature, which must then chain to a trusted one. */

#include <stddef.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/valid.h>
#include <libxml/xmlerror.h>

#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>

static void silent(const char *file, int line, const char *func, const char *object,
                   const char *subject, int reason, const char *msg) {
    (void)file; (void)line; (void)func; (void)object; (void)subject; (void)reason; (void)msg;
}

static void silent_xml(void *context, const char *msg, ...) {
    (void)context; (void)msg;
}

/* 0 when the library is ready. */
int peer_init(void) {
    xmlInitParser();
    xmlSetGenericErrorFunc(NULL, silent_xml);
    if (xmlSecInit() < 0 || xmlSecCheckVersion() != 1) return -1;
    if (xmlSecCryptoAppInit(NULL) < 0 || xmlSecCryptoInit() < 0) return -1;
    xmlSecErrorsSetCallback(silent);
    return 0;
}

const char *peer_version(void) { return XMLSEC_VERSION; }

/* A manager that trusts the given DER certificates. */
void *peer_manager(void) {
    xmlSecKeysMngrPtr manager = xmlSecKeysMngrCreate();
    if (manager == NULL) return NULL;
    if (xmlSecCryptoAppDefaultKeysMngrInit(manager) < 0) {
        xmlSecKeysMngrDestroy(manager);
        return NULL;
    }
    return manager;
}

int peer_trust(void *manager, const unsigned char *der, size_t length) {
    return xmlSecCryptoAppKeysMngrCertLoadMemory(manager, der, (xmlSecSize)length,
                                                 xmlSecKeyDataFormatCertDer, xmlSecKeyDataTypeTrusted);
}

/* The public key of a DER certificate, to be kept. */
void *peer_key(const unsigned char *der, size_t length) {
    return xmlSecCryptoAppKeyLoadMemory(der, (xmlSecSize)length, xmlSecKeyDataFormatCertDer, NULL, NULL, NULL);
}

/* Every attribute `Id` is an ID, as in the schemas of the tax authority. */
static void register_ids(xmlDocPtr document, xmlNodePtr node) {
    for (; node != NULL; node = node->next) {
        if (node->type != XML_ELEMENT_NODE) continue;
        for (xmlAttrPtr attribute = node->properties; attribute != NULL; attribute = attribute->next) {
            if (attribute->ns != NULL || !xmlStrEqual(attribute->name, BAD_CAST "Id")) continue;
            xmlChar *value = xmlNodeListGetString(document, attribute->children, 1);
            if (value != NULL) {
                xmlAddID(NULL, document, value, attribute);
                xmlFree(value);
            }
        }
        register_ids(document, node->children);
    }
}

/* Signatures that hold, or -1. Signature n is checked with keys[n] when keys are given. */
static int walk(xmlNodePtr node, void *manager, void *const *keys, size_t key_count, size_t *seen,
                size_t *references) {
    for (; node != NULL; node = node->next) {
        if (node->type != XML_ELEMENT_NODE) continue;
        if (!xmlSecCheckNodeName(node, xmlSecNodeSignature, xmlSecDSigNs)) {
            if (walk(node->children, manager, keys, key_count, seen, references) < 0) return -1;
            continue;
        }
        xmlSecDSigCtxPtr context = xmlSecDSigCtxCreate(keys == NULL ? manager : NULL);
        if (context == NULL) return -1;
        if (keys != NULL) {
            if (*seen >= key_count) { xmlSecDSigCtxDestroy(context); return -1; }
            context->signKey = keys[*seen];
        }
        int holds = xmlSecDSigCtxVerify(context, node) == 0 && context->status == xmlSecDSigStatusSucceeded;
        *references += xmlSecPtrListGetSize(&context->signedInfoReferences);
        /* The caller keeps its keys; the context would free them. */
        if (keys != NULL) context->signKey = NULL;
        xmlSecDSigCtxDestroy(context);
        if (!holds) return -1;
        *seen += 1;
    }
    return 0;
}

/* 1 when the document has exactly the expected number of signatures and references and all hold. */
int peer_verify(const char *xml, size_t length, void *manager, void *const *keys, size_t key_count,
                size_t signatures, size_t references) {
    xmlDocPtr document = xmlReadMemory(xml, (int)length, NULL, NULL, XML_PARSE_NONET);
    if (document == NULL) return 0;
    xmlNodePtr root = xmlDocGetRootElement(document);
    register_ids(document, root);
    size_t seen = 0, referred = 0;
    int result = walk(root, manager, keys, key_count, &seen, &referred) == 0
                 && seen == signatures && referred == references;
    xmlFreeDoc(document);
    return result;
}
