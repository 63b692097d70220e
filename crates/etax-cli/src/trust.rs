//! The trust store: certificates, revocation lists and OCSP responses from files and folders.

use etax::rule::{Lang, Text};
use etax::signature::pki::{Refusal, Refused, Source};
use etax::signature::{TrustStore, TrustStoreBuilder};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// What is looked for in a folder. A file that is named is read whatever its name.
const CERTIFICATES: [&str; 4] = ["pem", "crt", "cer", "der"];
const LISTS: [&str; 3] = ["crl", "pem", "der"];
const RESPONSES: [&str; 5] = ["ors", "ocsp", "resp", "pem", "der"];

/// The largest file read. Revocation lists of the country's authorities reach some 30 MB.
const LONGEST: u64 = 256 * 1024 * 1024;

/// Loads the trust store; the error names the first file that could not be used and why.
pub(crate) fn load(
    certificates: &[PathBuf],
    lists: &[PathBuf],
    responses: &[PathBuf],
    lang: Lang,
) -> Result<TrustStore, String> {
    let mut builder = TrustStore::builder();
    for path in certificates {
        builder = add(builder, path, &CERTIFICATES, lang, |builder, bytes| {
            builder.certificates(bytes).map_err(|error| error.to_string())
        })?;
    }
    for path in lists {
        builder = add(builder, path, &LISTS, lang, |builder, bytes| {
            builder.crls(bytes).map_err(|error| error.to_string())
        })?;
    }
    for path in responses {
        builder = add(builder, path, &RESPONSES, lang, |builder, bytes| {
            builder.ocsp(bytes).map_err(|error| error.to_string())
        })?;
    }
    Ok(builder.build())
}

/// A line for every list and response that was loaded and does not count: it must neither stop the work nor be dropped
/// in silence.
pub(crate) fn refused(store: &TrustStore, lang: Lang) -> Vec<String> {
    store.refused().map(|refused| line(&refused, lang)).collect()
}

fn line(refused: &Refused<'_>, lang: Lang) -> String {
    let published = refused.published.map_or_else(|| "?".to_owned(), |moment| moment.to_string());
    let issuer = refused.issuer.map(ToString::to_string).unwrap_or_default();
    let text = match refused.source {
        Source::List => LIST_REFUSED,
        Source::Response => RESPONSE_REFUSED,
    };
    let why = match (lang, refused.refusal) {
        (Lang::En, refusal) => refusal.to_string(),
        (Lang::Vi, refusal) => vietnamese(refusal),
    };
    text.fill(lang, &[("issuer", &issuer), ("published", &published), ("why", &why)])
}

fn vietnamese(refusal: Refusal) -> String {
    match refusal {
        Refusal::Indirect => "danh sách gián tiếp, nói thay cho tổ chức khác với bên ký".to_owned(),
        Refusal::Delta => "danh sách delta, chỉ những mục có trong đó được tính".to_owned(),
        Refusal::CriticalExtension => "có phần mở rộng bắt buộc chưa được hỗ trợ".to_owned(),
        Refusal::CriticalEntryExtension => "có mục mang phần mở rộng bắt buộc chưa được hỗ trợ".to_owned(),
        Refusal::Algorithm => "thuật toán ký chưa được hỗ trợ".to_owned(),
        Refusal::ResponseStatus(status) => format!("không có câu trả lời mà chỉ có mã lỗi {status}"),
        Refusal::ResponseType => "kiểu phản hồi chưa được hỗ trợ".to_owned(),
        Refusal::Unverified => "không do bên có thẩm quyền ký".to_owned(),
    }
}

fn add(
    mut builder: TrustStoreBuilder,
    path: &Path,
    extensions: &[&str],
    lang: Lang,
    put: impl Fn(TrustStoreBuilder, &[u8]) -> Result<TrustStoreBuilder, String>,
) -> Result<TrustStoreBuilder, String> {
    let refuse =
        |file: &Path, why: &str| UNUSABLE.fill(lang, &[("file", &file.display().to_string()), ("why", why)]);
    let files = files(path, extensions).map_err(|why| refuse(path, &why))?;
    if files.is_empty() {
        return Err(refuse(path, EMPTY.template(lang)));
    }
    for file in files {
        let bytes = read(&file, lang).map_err(|why| refuse(&file, &why))?;
        builder = put(builder, &bytes).map_err(|why| refuse(&file, &why))?;
    }
    Ok(builder)
}

/// The file itself, or the files of a folder in the order of their names.
fn files(path: &Path, extensions: &[&str]) -> Result<Vec<PathBuf>, String> {
    if !fs::metadata(path).map_err(|error| error.to_string())?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in WalkDir::new(path).follow_links(true).sort_by_file_name() {
        let entry = entry.map_err(|error| error.to_string())?;
        let fits = |found: &std::ffi::OsStr| {
            extensions.iter().any(|extension| found.eq_ignore_ascii_case(extension))
        };
        if entry.file_type().is_file() && entry.path().extension().is_some_and(fits) {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

fn read(path: &Path, lang: Lang) -> Result<Vec<u8>, String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    file.take(LONGEST.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= LONGEST) {
        Ok(bytes)
    } else {
        Err(TOO_LONG.fill(lang, &[("limit", &LONGEST.to_string())]))
    }
}

const LIST_REFUSED: Text = Text {
    vi: "không tính đến danh sách thu hồi của {issuer}, ngày {published}: {why}",
    en: "the revocation list of {issuer} of {published} does not count: {why}",
};
const RESPONSE_REFUSED: Text = Text {
    vi: "không tính đến phản hồi OCSP ngày {published}: {why}",
    en: "the OCSP response of {published} does not count: {why}",
};
const UNUSABLE: Text = Text {
    vi: "không dùng được {file} làm chứng thư, danh sách thu hồi hoặc phản hồi OCSP: {why}",
    en: "{file} cannot be used for trust: {why}",
};
const EMPTY: Text =
    Text { vi: "thư mục không có tệp nào thuộc loại này", en: "the folder has no such file" };
const TOO_LONG: Text = Text { vi: "dài hơn {limit} byte", en: "longer than {limit} bytes" };
