//! Any bytes as a notice: what is read and written again is read the same, and the check never panics.
#![no_main]

use etax::notice::{self, NoticeData};
use etax::report::{Checks, Findings};
use etax::xml::{Document, Limits, Parsed};
use etax_fuzz::moment;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Parsed::Document(document) = Document::parse(input, &Limits::default()) else { return };
    let root = document.root();
    let (mut findings, mut checks) = (Findings::new(50), Checks::default());
    notice::check(root, Some(moment()), &mut findings, &mut checks);
    let _ = notice::shown(root);
    let Some(data) = NoticeData::read(root).map(NoticeData::filled) else { return };
    let Ok(xml) = data.to_xml() else { return };
    let back = NoticeData::from_xml(xml.as_bytes()).expect("what was written is read");
    assert_eq!(back, data);
});
