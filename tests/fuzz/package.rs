//! Office files: their parts are bent one by one and packed again, so that what is read is not only a broken zip.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::chance::Chance;
use super::mutator::{bend_bytes, bend_tags, bend_words};

pub struct Package(Vec<(String, Vec<u8>)>);

impl Package {
    /// `None` where it is no zip that can be unpacked.
    pub fn open(bytes: &[u8]) -> Option<Self> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut parts = Vec::new();
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).ok()?;
            let mut content = Vec::new();
            part.read_to_end(&mut content).ok()?;
            parts.push((part.name().ok()?.into_owned(), content));
        }
        (!parts.is_empty()).then_some(Self(parts))
    }

    pub fn of(parts: &[(&str, &str)]) -> Self {
        Self(parts.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect())
    }

    pub fn bend(&mut self, other: Option<&Self>, chance: &mut Chance) {
        // The parts with questions in them are bent more often than those around them.
        let text = |name: &str| {
            ["document", "sheet", "content", "shared", "styles", "numbering"].iter().any(|part| name.contains(part))
        };
        let texts: Vec<usize> = (0..self.0.len()).filter(|at| text(&self.0[*at].0)).collect();
        let at =
            if texts.is_empty() || chance.below(4) == 0 { chance.below(self.0.len()) } else { *chance.one(&texts) };
        let foreign = other.map(|other| chance.one(&other.0));
        match chance.below(12) {
            0 if self.0.len() > 1 => drop(self.0.remove(at)),
            1 => {
                let name = foreign.map_or("xl/vbaProject.bin", |part| &part.0).to_owned();
                self.0[at].0 = name;
            }
            2 => self.0.extend(foreign.cloned()),
            3 => {
                let content = foreign.map(|part| part.1.clone()).unwrap_or_default();
                self.0[at].1 = content;
            }
            4 => bend_bytes(&mut self.0[at].1, foreign.map_or(&[], |part| &part.1), chance),
            5 => bend_words(&mut self.0[at].1, &[], chance),
            _ => {
                for _ in 0..=chance.below(4) {
                    bend_tags(&mut self.0[at].1, chance);
                }
            }
        }
    }

    pub fn pack(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        for (name, content) in &self.0 {
            // Two parts of one name cannot be packed; one is enough.
            if zip.start_file(name.as_str(), options).is_ok() {
                zip.write_all(content).expect("memory");
            }
        }
        zip.finish().expect("memory").into_inner()
    }
}
