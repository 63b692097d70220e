import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.crypto.Data;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.OctetStreamData;
import javax.xml.crypto.URIReference;
import javax.xml.crypto.URIReferenceException;
import javax.xml.crypto.XMLCryptoContext;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.TransformService;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Judges XML signatures with the JDK's own implementation (JSR 105, javax.xml.crypto.dsig): core validation only, no
 * trust. Run as one file: {@code java Judge.java}.
 *
 * <p>Standard input has one job a line, its fields separated by tabs: path of the file; which Signature, counted from
 * 1 in document order, or {@code all}; names of the attributes that are Ids, separated by commas; where the key comes
 * from: {@code embedded}, the first X509Certificate of KeyInfo, {@code any}, each of them until one holds, or the path
 * of a certificate. The last two fields may be left out: {@code Id,id,ID} and {@code embedded}.
 *
 * <p>Standard output has one line for each signature: path, number, {@code valid}, {@code invalid} or {@code error},
 * and the reason: {@code value}, {@code reference 2}, both separated by a comma, or what was thrown. A file that is no
 * document gives one line with number 0, a document without a Signature none.
 *
 * <p>A job whose second field is {@code canonical} asks for the canonical form of the whole document instead: the third
 * field names the algorithm. The answer is {@code canonical} and the form in base64, or {@code error} and what was
 * thrown. There is no PrefixList: on bytes the JDK ignores it.
 *
 * <p>A reference to anything outside the document is an error; nothing is fetched.
 *
 * <p>Where two elements carry the same Id, the first in document order has it. "Secure validation" is off: it would
 * refuse SHA-1, short keys and repeated Ids, which is for a policy to say.
 */
final class Judge {
    private static final String DSIG = XMLSignature.XMLNS;

    private final DocumentBuilder builder;
    private final XMLSignatureFactory signatures = XMLSignatureFactory.getInstance("DOM");
    private final CertificateFactory certificates;

    private Judge() throws ParserConfigurationException, CertificateException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        builder = factory.newDocumentBuilder();
        builder.setErrorHandler(null);
        certificates = CertificateFactory.getInstance("X.509");
    }

    public static void main(String[] arguments) throws Exception {
        Judge judge = new Judge();
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        BufferedReader jobs = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String job = jobs.readLine(); job != null; job = jobs.readLine()) {
            if (!job.isEmpty()) {
                judge.run(job, out);
            }
        }
        out.flush();
    }

    private void run(String job, PrintStream out) {
        String[] fields = job.split("\t");
        String path = fields[0];
        String which = fields.length > 1 ? fields[1] : "all";
        String[] names = (fields.length > 2 ? fields[2] : "Id,id,ID").split(",");
        String source = fields.length > 3 ? fields[3] : "embedded";
        try {
            byte[] bytes = Files.readAllBytes(Path.of(path));
            if (which.equals("canonical")) {
                byte[] form = canonical(bytes, fields[2]);
                out.println(path + "\t0\tcanonical\t" + Base64.getEncoder().encodeToString(form));
                return;
            }
            int count = parse(bytes).getElementsByTagNameNS(DSIG, "Signature").getLength();
            for (int number = 1; number <= count; number++) {
                if (which.equals("all") || which.equals(Integer.toString(number))) {
                    out.println(path + "\t" + number + "\t" + verdict(bytes, number, names, source));
                }
            }
        } catch (Exception | StackOverflowError thrown) {
            out.println(path + "\t0\terror\t" + sentence(thrown));
        }
    }

    private static byte[] canonical(byte[] bytes, String algorithm) throws Exception {
        TransformService service = TransformService.getInstance(algorithm, "DOM");
        service.init(null);
        Data document = new OctetStreamData(new ByteArrayInputStream(bytes));
        return ((OctetStreamData) service.transform(document, null)).getOctetStream().readAllBytes();
    }

    private Document parse(byte[] bytes) throws IOException, SAXException {
        return builder.parse(new ByteArrayInputStream(bytes));
    }

    private String verdict(byte[] bytes, int number, String[] names, String source) {
        try {
            String first = null;
            for (Key key : keys(signature(parse(bytes), number), source)) {
                // Validation leaves marks in the tree, so that each look at it is at a fresh one.
                Document document = parse(bytes);
                registerIds(document, names);
                String found = validate(signature(document, number), key);
                if (found.startsWith("valid")) {
                    return found;
                }
                first = first == null ? found : first;
            }
            return first == null ? "error\tno certificate" : first;
        } catch (Exception | StackOverflowError thrown) {
            return "error\t" + sentence(thrown);
        }
    }

    private static Element signature(Document document, int number) {
        return (Element) document.getElementsByTagNameNS(DSIG, "Signature").item(number - 1);
    }

    /** The verdict under one key, and what does not hold. */
    private String validate(Element element, Key key) {
        try {
            DOMValidateContext context = new DOMValidateContext(KeySelector.singletonKeySelector(key), element);
            context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.FALSE);
            context.setURIDereferencer(this::dereference);
            XMLSignature signature = signatures.unmarshalXMLSignature(context);
            List<String> failed = new ArrayList<>();
            if (!signature.getSignatureValue().validate(context)) {
                failed.add("value");
            }
            int number = 0;
            for (Reference reference : signature.getSignedInfo().getReferences()) {
                number++;
                if (!reference.validate(context)) {
                    failed.add("reference " + number);
                }
            }
            return failed.isEmpty() ? "valid\t" : "invalid\t" + String.join(", ", failed);
        } catch (MarshalException | XMLSignatureException | RuntimeException thrown) {
            return "error\t" + sentence(thrown);
        }
    }

    /** Nothing outside the document is ever fetched. */
    private Data dereference(URIReference reference, XMLCryptoContext context) throws URIReferenceException {
        String uri = reference.getURI();
        if (uri != null && !uri.isEmpty() && !uri.startsWith("#")) {
            throw new URIReferenceException("outside the document: " + uri);
        }
        return signatures.getURIDereferencer().dereference(reference, context);
    }

    private List<Key> keys(Element signature, String source) throws IOException, CertificateException {
        List<Key> keys = new ArrayList<>();
        if (!source.equals("embedded") && !source.equals("any")) {
            try (InputStream file = Files.newInputStream(Path.of(source))) {
                keys.add(certificates.generateCertificate(file).getPublicKey());
            }
            return keys;
        }
        for (Element keyInfo : children(signature, "KeyInfo")) {
            for (Element data : children(keyInfo, "X509Data")) {
                for (Element certificate : children(data, "X509Certificate")) {
                    if (keys.isEmpty() || source.equals("any")) {
                        byte[] der = Base64.getMimeDecoder().decode(certificate.getTextContent());
                        ByteArrayInputStream stream = new ByteArrayInputStream(der);
                        keys.add(((X509Certificate) certificates.generateCertificate(stream)).getPublicKey());
                    }
                }
            }
        }
        return keys;
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element && DSIG.equals(node.getNamespaceURI()) && name.equals(node.getLocalName())) {
                found.add((Element) node);
            }
        }
        return found;
    }

    private static void registerIds(Document document, String[] names) {
        Set<String> taken = new HashSet<>();
        NodeList elements = document.getElementsByTagName("*");
        for (int at = 0; at < elements.getLength(); at++) {
            Element element = (Element) elements.item(at);
            for (String name : names) {
                Attr attribute = element.getAttributeNodeNS(null, name);
                if (attribute != null && taken.add(attribute.getValue())) {
                    element.setIdAttributeNode(attribute, true);
                }
            }
        }
    }

    private static String sentence(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        return text.replaceAll("\\s+", " ");
    }
}
