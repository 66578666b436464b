//! The pictures of a file that brings many of them: each becomes as small as a single one would, and all of them
//! together do not keep the reader for longer than a file may.

use std::collections::HashMap;

use super::picture::{self, Picture, PictureRefusal};
use crate::domain::ledger::Hash;
use crate::domain::question::QuestionImage;

/// Pictures of an exported file. As many as can be read again: each is at most 60 kB and half a million dots.
pub const MOST: usize = 300;
/// Dots that are unpacked for one file: some seconds of the processor.
const DOTS: u64 = 160_000_000;
/// Of one picture: what a phone's camera makes today, in the memory of a reading process.
const DOTS_OF_ONE: u64 = 13_000_000;

/// Why a question of a file came without its picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureProblem {
    /// The file names it and does not hold it.
    Missing,
    /// It is no picture, or not a whole one.
    Broken,
    /// It is too large, or the file holds too many.
    Large,
}

#[derive(Default)]
pub struct PictureReader {
    unpacked: u64,
    /// What became of the bytes with this hash.
    known: HashMap<Hash, Result<QuestionImage, PictureProblem>>,
    pictures: Vec<Picture>,
}

impl PictureReader {
    /// The picture that these bytes make, with no words yet.
    pub fn take(&mut self, bytes: &[u8]) -> Result<QuestionImage, PictureProblem> {
        let hash = Hash::of_bytes(bytes);
        if let Some(known) = self.known.get(&hash) {
            return known.clone();
        }
        let taken = self.made(bytes).map(|made| {
            let (hash, width, height) = (Hash::of_bytes(&made.bytes), made.width, made.height);
            self.pictures.push(made);
            QuestionImage { hash, width, height, alt: String::new() }
        });
        self.known.insert(hash, taken.clone());
        taken
    }

    fn made(&mut self, bytes: &[u8]) -> Result<Picture, PictureProblem> {
        let dots = picture::dots_of(bytes)?;
        if dots > DOTS_OF_ONE || self.unpacked + dots > DOTS {
            return Err(PictureProblem::Large);
        }
        self.unpacked += dots;
        Ok(picture::kept(bytes).map_or_else(|| picture::picture(bytes), Ok)?)
    }

    /// All that were taken, each once.
    pub fn finish(self) -> Vec<Picture> {
        self.pictures
    }
}

impl From<PictureRefusal> for PictureProblem {
    fn from(refusal: PictureRefusal) -> Self {
        match refusal {
            PictureRefusal::Kind | PictureRefusal::Broken => Self::Broken,
            PictureRefusal::Large => Self::Large,
        }
    }
}
