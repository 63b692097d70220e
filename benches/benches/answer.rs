//! The authority's answer to a message with an invoice that asks for a code: everything between the message's bytes and those
//! of 999 and 202, beside its parts. CPU time of the thread.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use criterion::{Bencher, Criterion, Throughput, criterion_group, criterion_main};
use etax::authority::{
    CodeRequest, Grant, GrantError, Grants, Incoming, Office, RegistrationRequest, answer,
};
use etax::code::auth34::{Auth34Key, Root};
use etax::code::{Mccqt, RegisterString};
use etax::engine::{Engine, Input, Policy};
use etax::signature::TrustStore;
use etax::signature::pki::{Certificate, SignatureAlgorithm};
use etax::signature::sign::{PrivateKey, Signer, SystemRandom};
use etax::value::Moment;
use etax_benches::cpu;
use std::hint::black_box;
use std::time::Duration;

/// Grants each invoice a keyed code.
struct Books {
    key: Auth34Key,
    codes: u64,
}

impl Grants for Books {
    fn code(&mut self, request: &CodeRequest<'_>) -> Result<Grant<Mccqt>, GrantError> {
        self.codes += 1;
        let code = self.key.mint(self.codes, &request.fields.printed())?;
        Ok(Grant::Given(Mccqt::parse(&code.to_string())?))
    }

    fn registration(
        &mut self,
        _: &RegistrationRequest<'_>,
    ) -> Result<Grant<Option<RegisterString>>, GrantError> {
        Ok(Grant::Given(None))
    }

    fn number(&mut self, _: &'static str) -> Result<String, GrantError> {
        Ok("1/TB".to_owned())
    }
}

/// The key that made the second signature of an invoice with a code: the authority's, RSA-3072.
fn authority(invoice: &str) -> PrivateKey {
    let value = invoice.split("X509Certificate>").nth(3).and_then(|rest| rest.split('<').next());
    let value: String = value.expect("a certificate").split_whitespace().collect();
    let certificate = Certificate::from_der(&STANDARD.decode(value).expect("Base64")).expect("a certificate");
    let pem = etax_testkit::signing_key(certificate.der()).expect("keys").expect("the key");
    PrivateKey::from_pkcs8(pem.as_bytes(), certificate).expect("a key")
}

fn timed<T>(bench: &mut Bencher<'_>, mut work: impl FnMut() -> T) {
    bench.iter_custom(|times| {
        let begun = cpu::thread();
        for _ in 0..times {
            black_box(work());
        }
        Duration::from_nanos(cpu::thread() - begun)
    });
}

fn answers(c: &mut Criterion) {
    let files = etax_testkit::testdata().expect("test data");
    let file = |path: &str| {
        let found = files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("no {path}"));
        String::from_utf8(found.bytes.clone()).expect("text")
    };
    let trust = TrustStore::builder()
        .anchors(file("trust/anchors.pem").as_bytes())
        .and_then(|builder| builder.intermediates(file("trust/intermediates.pem").as_bytes()))
        .and_then(|builder| builder.crls(file("crl/lists.pem").as_bytes()))
        .expect("a trust store")
        .build();
    let engine = Engine::new(Policy::from_toml(&file("policy/test.toml")).expect("a policy"), trust);
    let message = file("good/message-200.xml");
    let at = Moment::parse("2026-11-23T10:00:00").expect("a moment");
    let key = authority(&file("good/invoice-1-coded.xml"));
    let random = SystemRandom::new();
    let signer = key.signer(&random);
    let office = Office {
        code: "TCT",
        name: "Thuế cơ sở 9",
        above: "Thuế Thành phố Thử Nghiệm",
        place: "Thử Nghiệm",
        stead: "",
        title: "Trưởng thuế cơ sở",
        signer: &signer,
        head: None,
    };
    let mut books = Books { key: Root::from_bytes([7; 32]).key(0, 1), codes: 0 };
    let mut last = 0_u128;

    let mut group = c.benchmark_group("answer");
    group.throughput(Throughput::Elements(1));
    group.bench_function("message 200, granted", |b| {
        timed(b, || {
            let mut ids = || {
                last += 1;
                last.to_be_bytes()
            };
            let incoming = Incoming { bytes: message.as_bytes(), from: "V9900000016", at };
            let answers = answer(&office, &engine, &incoming, &mut books, &mut ids).expect("answers");
            assert_eq!(answers.len(), 2);
            answers
        });
    });
    group.bench_function("of it, the check of the message", |b| {
        timed(b, || engine.check(&Input { name: "m.xml", bytes: message.as_bytes(), at }));
    });
    group.bench_function("of it, one signature with RSA-3072", |b| {
        timed(b, || {
            signer.sign(SignatureAlgorithm::RsaSha256, black_box(message.as_bytes())).expect("a signature")
        });
    });
    group.finish();
}

criterion_group!(benches, answers);
criterion_main!(benches);
