//! Question banks and rosters in and out: bytes to the domain and back. Whatever the container, a
//! file becomes a neutral [`document`], then questions, then a verdict on each.

mod apart;
mod archive;
mod bank;
mod base64;
mod container;
mod document;
mod export;
mod gift;
mod import;
mod inert;
mod lossless;
mod markup;
mod moodle;
mod open_document;
pub mod picture;
mod picture_reader;
mod plain_text;
mod reading;
mod refusal;
mod roster;
mod separated;
mod sheet;
mod text;
mod word;
mod xml;

pub use apart::{FileReader, ReadingError, answer};
pub use bank::{Particulars, Preview, Previewed, Problem, ProblemKind, Recognised};
pub use container::read_bank;
pub use document::Place;
pub use export::{BankFormat, ExportError, ExportedBank, ExportedQuestion, Warning, WarningKind};
pub use import::{BankImport, Belonging, ImportItem, MOST_QUESTIONS, Verdict};
pub use reading::read_text;
pub use refusal::{Refusal, RefusalKind};
pub use roster::{
    ROSTER_TEMPLATE_NAME, RosterLine, RosterPreview, RosterProblem, RosterRow, read_member_details, read_roster,
    roster_csv, roster_template, roster_workbook,
};
