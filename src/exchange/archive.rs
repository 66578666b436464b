//! Zip containers, opened with bounds: a part is read only as far as a document can be long.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::refusal::Refusal;

/// One part, unpacked: about ten thousand questions as Word writes them.
const PART: u64 = 40 << 20;
/// All parts together, as the directory claims, pictures included.
const TOTAL: u128 = 400 << 20;
const PARTS: usize = 5_000;
/// Beyond this a part is not data but repetition. Plain white space reaches about 1,000.
const RATIO: u64 = 250;
/// Below this the ratio says nothing.
const SMALL: u64 = 8 << 20;

pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
}

impl<'a> Archive<'a> {
    /// # Errors
    /// Damaged, encrypted, or expanding beyond reason.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::damaged())?;
        if zip.len() > PARTS {
            return Err(Refusal::too_large());
        }
        let (mut names, mut total) = (Vec::with_capacity(zip.len()), 0_u128);
        for index in 0..zip.len() {
            let part = zip.by_index_raw(index).map_err(|_| Refusal::damaged())?;
            if part.encrypted() {
                return Err(Refusal::unsupported(
                    "Tệp được đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi gửi lại.",
                ));
            }
            total += u128::from(part.size());
            if part.size() > SMALL && part.size() / RATIO > part.compressed_size() || total > TOTAL {
                return Err(Refusal::too_large());
            }
            let name = part.name().map_err(|_| Refusal::damaged())?;
            names.push(name.replace('\\', "/"));
        }
        Ok(Self { zip, names })
    }

    pub fn has(&self, name: &str) -> bool {
        self.names.iter().any(|found| found.eq_ignore_ascii_case(name))
    }

    pub fn any(&self, test: impl Fn(&str) -> bool) -> bool {
        self.names.iter().any(|name| test(&name.to_ascii_lowercase()))
    }

    /// The names that pass `test`, as they are written.
    pub fn named(&self, test: impl Fn(&str) -> bool) -> Vec<String> {
        self.names.iter().filter(|name| test(name)).cloned().collect()
    }

    /// A part's bytes; `None` where there is no such part.
    pub fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(index) = self.names.iter().position(|found| found.eq_ignore_ascii_case(name)) else {
            return Ok(None);
        };
        let part = self.zip.by_index(index).map_err(|_| Refusal::damaged())?;
        let mut bytes = Vec::new();
        // What the directory claims is not believed.
        part.take(PART + 1).read_to_end(&mut bytes).map_err(|_| Refusal::damaged())?;
        if bytes.len() as u64 > PART { Err(Refusal::too_large()) } else { Ok(Some(bytes)) }
    }

    /// A part as text: UTF-8, or UTF-16 with its mark.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        let (text, _, broken) = encoding_rs::UTF_8.decode(&bytes);
        if broken { Err(Refusal::damaged()) } else { Ok(Some(text.into_owned())) }
    }
}

/// The folder-relative target of a relationship, from the root of the package.
pub fn resolve(part: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = part.split('/').collect();
    path.pop();
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            "." | "" => {}
            name => path.push(name),
        }
    }
    path.join("/")
}

/// Where the relationships of a part are written.
pub fn relationships_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// `(id, kind, target)` of each relationship inside the package; the kind is its last word.
pub fn relationships(archive: &mut Archive<'_>, part: &str) -> Result<Vec<(String, String, String)>, Refusal> {
    let Some(text) = archive.text(&relationships_of(part))? else { return Ok(Vec::new()) };
    let root = super::xml::parse(&text).map_err(Refusal::from)?;
    let inside = root.children().filter(|found| found.attribute("TargetMode") != Some("External"));
    let read = inside.filter_map(|found| {
        let kind = found.attribute("Type")?.rsplit('/').next()?;
        Some((found.attribute("Id")?.to_owned(), kind.to_owned(), resolve(part, found.attribute("Target")?)))
    });
    Ok(read.collect())
}
