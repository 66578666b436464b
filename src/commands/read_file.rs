//! Files that are brought to the program: read whole, and understood in a process of their own.

use std::error::Error;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::exchange::answer;

/// Beyond this a file is refused by its size alone; one byte more is read to see that.
const FILE: u64 = (32 << 20) + 1;

/// A file's own name, and what is in it.
pub fn file(path: &Path) -> Result<(String, Vec<u8>), Box<dyn Error>> {
    let named = |error: io::Error| format!("{}: {error}", path.display());
    let mut bytes = Vec::new();
    File::open(path).map_err(named)?.take(FILE).read_to_end(&mut bytes).map_err(named)?;
    Ok((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes))
}

/// The other end of [`crate::exchange::FileReader`]: this process reads one file and ends.
pub fn read_file(what: &str, name: &str) -> Result<(), Box<dyn Error>> {
    Ok(answer(what, name, io::stdin().lock(), io::stdout().lock())?)
}
