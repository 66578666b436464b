//! Which kind of file it is, and whether it is what its name says.

use super::archive::{self, Archive};
use super::bank::{self, Candidate, Found, Preview};
use super::document::Document;
use super::refusal::Refusal;
use super::sheet::Dates;
use super::{gift, lossless, moodle, open_document, plain_text, separated, sheet, word};

const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const ZIP: &[u8] = b"PK";

/// Ends the refusals of what is none of the kinds of file that hold questions.
pub(super) const ACCEPTED: &str =
    "Hãy gửi tệp Word (.docx), Excel (.xlsx), OpenDocument (.odt), .csv, .txt, GIFT hoặc Moodle XML.";

/// The questions of a file with a verdict on each. `name` is believed only for its ending.
pub fn read_bank(name: &str, bytes: &[u8]) -> Preview {
    match found(name, bytes) {
        Ok(found) => bank::judge(found),
        Err(refusal) => Preview::refused(refusal),
    }
}

fn found(name: &str, bytes: &[u8]) -> Result<Found, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::empty());
    }
    let ending = ending(name);
    let candidates = match ending.as_str() {
        "docx" => checked(&word_document(bytes)?)?,
        "xlsx" => checked(&workbook(bytes, Dates::AsShown)?)?,
        "odt" => checked(&open_document(bytes)?)?,
        "csv" | "tsv" => checked(&separated::read(&text_of(bytes)?)?)?,
        "xml" => {
            let text = text_of(bytes)?;
            forbidden(text.lines())?;
            moodle::read(&text)?
        }
        "json" => return lossless::read(&text_of(bytes)?),
        "txt" | "gift" | "aiken" | "text" | "md" => text_file(&text_of(bytes)?, ending == "gift")?,
        other => return Err(not_taken(other)),
    };
    Ok(candidates.into())
}

/// How a file's name ends, in lower case.
pub(super) fn ending(name: &str) -> String {
    name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase())
}

/// Kinds of file that nothing is read of, by their ending, each with what to do instead.
pub(super) fn not_taken(ending: &str) -> Refusal {
    match ending {
        "doc" => Refusal::unsupported(
            "Tệp .doc là định dạng Word cũ. Hãy mở tệp bằng Word, chọn Lưu thành (Save As) dạng .docx rồi gửi lại.",
        ),
        "xls" => Refusal::unsupported(
            "Tệp .xls là định dạng Excel cũ. Hãy mở tệp bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi gửi lại.",
        ),
        "docm" | "xlsm" | "dotm" | "xltm" | "xlam" => macros(),
        "pdf" => Refusal::unsupported(
            "Tệp PDF không giữ được câu hỏi và phương án để đọc chính xác. Hãy gửi tệp Word (.docx) gốc.",
        ),
        _ => Refusal::unsupported(format!("Loại tệp này không được nhận. {ACCEPTED}")),
    }
}

/// What is forbidden is refused before anything is recognised.
fn checked(document: &Document) -> Result<Vec<Candidate>, Refusal> {
    permitted(document)?;
    Ok(bank::recognise(document))
}

/// Refuses a text that is marked as a secret, or whose letters are others than they look.
pub(super) fn permitted(document: &Document) -> Result<(), Refusal> {
    let lines: Vec<String> = document.lines().iter().map(|line| line.text()).collect();
    forbidden(lines.iter().chain(&document.margins).map(String::as_str))?;
    if document.legacy_fonts && plain_text::is_legacy(lines.iter().map(String::as_str)) {
        return Err(Refusal::legacy());
    }
    Ok(())
}

pub(super) fn forbidden<'a>(lines: impl Iterator<Item = &'a str> + Clone) -> Result<(), Refusal> {
    if lines.clone().any(plain_text::is_secret_marking) {
        return Err(Refusal::secret());
    }
    if plain_text::is_legacy(lines) { Err(Refusal::legacy()) } else { Ok(()) }
}

fn text_file(text: &str, is_gift: bool) -> Result<Vec<Candidate>, Refusal> {
    forbidden(text.lines())?;
    if is_gift || gift::is_gift(text) {
        return Ok(gift::read(text));
    }
    if text.trim_start().starts_with("<?xml") || text.trim_start().starts_with("<quiz") {
        return moodle::read(text);
    }
    Ok(bank::recognise(&plain_text::read(text)))
}

pub(super) fn text_of(bytes: &[u8]) -> Result<String, Refusal> {
    if let Some(kind) = binary(bytes) {
        return Err(Refusal::unsupported(format!(
            "Tệp này thực ra là {kind}, không phải văn bản như tên tệp. {ACCEPTED}"
        )));
    }
    plain_text::decode(bytes)
}

/// Well-known formats, by how they begin.
fn binary(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&[u8], &str); 9] = [
        (b"%PDF", "tệp PDF"),
        (b"\x89PNG", "ảnh PNG"),
        (b"\xff\xd8\xff", "ảnh JPEG"),
        (b"GIF8", "ảnh GIF"),
        (OLE, "tệp Office cũ hoặc có mật khẩu"),
        (b"Rar!", "tệp nén RAR"),
        (b"7z\xbc\xaf", "tệp nén 7z"),
        (b"{\\rtf", "tệp RTF"),
        (b"PK\x03\x04", "tệp nén hoặc tệp Office"),
    ];
    KNOWN.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, kind)| *kind)
}

pub(super) fn open_document(bytes: &[u8]) -> Result<Document, Refusal> {
    let mut archive = container(bytes, "odt")?;
    let kind = archive.text("mimetype")?.unwrap_or_default();
    if !kind.contains("opendocument.text") || !archive.has("content.xml") {
        return Err(other_format(&archive));
    }
    open_document::read(&mut archive)
}

pub(super) fn word_document(bytes: &[u8]) -> Result<Document, Refusal> {
    let mut archive = container(bytes, "docx")?;
    let main = main_part(&mut archive, "word/document.xml")?;
    if !main.to_ascii_lowercase().starts_with("word/") {
        return Err(other_format(&archive));
    }
    word::read(&mut archive, &main)
}

pub(super) fn workbook(bytes: &[u8], dates: Dates) -> Result<Document, Refusal> {
    let mut archive = container(bytes, "xlsx")?;
    let main = main_part(&mut archive, "xl/workbook.xml")?;
    if !main.to_ascii_lowercase().starts_with("xl/") {
        return Err(other_format(&archive));
    }
    sheet::read(&mut archive, &main, dates)
}

/// Opens an office container that is what its name says and has no macros in it.
fn container<'a>(bytes: &'a [u8], ending: &str) -> Result<Archive<'a>, Refusal> {
    if bytes.starts_with(OLE) {
        let protected = bytes.windows(32).any(|window| window == utf16(b"EncryptedPackage").as_slice());
        return Err(Refusal::unsupported(if protected {
            "Tệp được đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi gửi lại.".to_owned()
        } else {
            format!(
                "Tệp có tên .{ending} nhưng thực ra là định dạng Office cũ. Hãy mở tệp và chọn Lưu thành (Save As) dạng .{ending}."
            )
        }));
    }
    if !bytes.starts_with(ZIP) {
        return Err(match binary(bytes) {
            Some(kind) => Refusal::unsupported(format!("Tệp có tên .{ending} nhưng thực ra là {kind}. {ACCEPTED}")),
            None if std::str::from_utf8(bytes).is_ok() => Refusal::unsupported(format!(
                "Tệp có tên .{ending} nhưng thực ra là văn bản thuần. Hãy đổi đuôi tệp cho đúng rồi gửi lại."
            )),
            None => Refusal::damaged(),
        });
    }
    let archive = Archive::open(bytes)?;
    if archive.any(|name| name.ends_with("vbaproject.bin") || name.ends_with("vbadata.xml")) {
        return Err(macros());
    }
    Ok(archive)
}

fn utf16(text: &[u8; 16]) -> Vec<u8> {
    text.iter().flat_map(|byte| [*byte, 0]).collect()
}

/// The part that the package names as its document; only `usual` may be damaged.
fn main_part(archive: &mut Archive<'_>, usual: &str) -> Result<String, Refusal> {
    let named = archive::relationships(archive, "")?;
    let named = named.into_iter().find(|(_, kind, _)| kind == "officeDocument").map(|found| found.2);
    let types = archive.text("[Content_Types].xml")?.unwrap_or_default();
    if types.contains("macroEnabled") {
        return Err(macros());
    }
    match named {
        Some(name) if archive.has(&name) => Ok(name),
        _ if archive.has(usual) => Ok(usual.to_owned()),
        Some(name) if name == usual => Err(Refusal::damaged()),
        _ => Err(other_format(archive)),
    }
}

fn other_format(archive: &Archive<'_>) -> Refusal {
    let folder = |prefix: &'static str| archive.any(move |name| name.starts_with(prefix));
    let kind = if folder("word/") {
        "tài liệu Word"
    } else if folder("xl/") {
        "bảng tính Excel"
    } else if folder("ppt/") {
        "bài trình chiếu PowerPoint"
    } else {
        "tệp nén"
    };
    Refusal::unsupported(format!("Tệp này thực ra là {kind}, khác với tên tệp. {ACCEPTED}"))
}

pub(super) fn macros() -> Refusal {
    Refusal::unsupported(
        "Tệp có chứa macro nên không được nhận. Hãy mở tệp, chọn Lưu thành (Save As) dạng .docx hoặc .xlsx không macro rồi gửi lại.",
    )
}
