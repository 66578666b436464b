//! An import under way: what was read out of a file, and what a person has made of it so far.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::bank::{Particulars, Previewed, Problem, ProblemKind, Recognised};
use super::document::Place;
use crate::domain::citation::cited;
use crate::domain::document::Document;
use crate::domain::identity::DocumentId;
use crate::domain::lint::{Finding, findings};
use crate::domain::question::{Difficulty, QuestionEntry, QuestionKind, QuestionProblem, Revision, RevisionOption};
use crate::domain::sameness::comparable;

/// Beyond this, a file is no bank of one committee.
pub const MOST_QUESTIONS: usize = 5_000;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BankImport {
    /// The file's name; empty for a pasted text.
    pub file: String,
    /// What questions hang on and are called where nothing else is said of one.
    pub common: Belonging,
    pub questions: Vec<ImportItem>,
}

/// Where a question belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Belonging {
    pub document: Option<DocumentId>,
    pub topic: String,
    pub difficulty: Option<Difficulty>,
}

/// One question of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportItem {
    /// In the file, from 1.
    pub ordinal: u32,
    /// As printed.
    pub number: Option<u32>,
    pub place: Place,
    /// The text it was read from.
    pub raw: String,
    /// As it would be kept.
    pub revision: Revision,
    /// What hindered the reading, until a person has mended it.
    pub problem: Option<Problem>,
    pub belonging: Belonging,
    /// The document is the one that its source names, and nobody has confirmed it yet.
    pub is_proposed: bool,
    pub ticked: bool,
    /// A picture of the file was not brought with it, and nobody has seen to that yet.
    #[serde(default)]
    pub left_picture: bool,
    /// Counted up by every mending, so that two tabs do not overwrite one another.
    pub edition: u32,
}

/// Whether a question can be taken as it stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Good,
    /// It was not understood.
    Misread(Problem),
    /// It was understood, and cannot be a question of ours.
    Unfit(Vec<QuestionProblem>),
    /// An earlier one of the file asks the same.
    Repeats {
        ordinal: u32,
    },
}

impl BankImport {
    /// What was read, with every good question ticked. A question whose source, or whose file, names one of `documents` is
    /// proposed to hang on it; the others hang on the common one.
    pub fn new(file: String, questions: Vec<Previewed>, common: Belonging, documents: &[Document]) -> Self {
        let items = questions.into_iter().map(|found| ImportItem::new(found, &common, documents));
        let mut import = Self { file, questions: items.collect(), common };
        let verdicts = import.verdicts();
        for (item, verdict) in import.questions.iter_mut().zip(verdicts) {
            item.ticked = verdict == Verdict::Good;
        }
        import
    }

    /// On every question, in the file's order.
    pub fn verdicts(&self) -> Vec<Verdict> {
        let mut stems: HashMap<String, u32> = HashMap::with_capacity(self.questions.len());
        let verdict = |item: &ImportItem| {
            if let Some(problem) = &item.problem {
                return Verdict::Misread(problem.clone());
            }
            let problems = item.revision.problems();
            if !problems.is_empty() {
                return Verdict::Unfit(problems);
            }
            match *stems.entry(comparable(&item.revision.stem)).or_insert(item.ordinal) {
                first if first == item.ordinal => Verdict::Good,
                ordinal => Verdict::Repeats { ordinal },
            }
        };
        self.questions.iter().map(verdict).collect()
    }

    pub fn item(&self, ordinal: u32) -> Option<&ImportItem> {
        self.questions.get(ordinal.checked_sub(1)? as usize)
    }

    /// The ticked ones among the good ones.
    pub fn chosen(&self) -> impl Iterator<Item = &ImportItem> {
        let verdicts = self.verdicts();
        self.questions
            .iter()
            .zip(verdicts)
            .filter(|(item, it)| item.ticked && *it == Verdict::Good)
            .map(|(item, _)| item)
    }

    /// Takes over the ticks of what was shown; the others stay.
    pub fn tick(&mut self, shown: &[u32], ticked: &[u32]) {
        for item in self.questions.iter_mut().filter(|item| shown.contains(&item.ordinal)) {
            item.ticked = ticked.contains(&item.ordinal);
        }
    }

    pub fn tick_all(&mut self, ticked: bool) {
        self.questions.iter_mut().for_each(|item| item.ticked = ticked);
    }

    /// Says for all questions where they belong; what was said of a single one stays.
    pub fn belong(&mut self, common: Belonging) {
        let before = std::mem::replace(&mut self.common, common.clone());
        for item in &mut self.questions {
            let own = &mut item.belonging;
            if own.document == before.document && !item.is_proposed {
                own.document = common.document;
            }
            if own.topic == before.topic {
                own.topic.clone_from(&common.topic);
            }
            if own.difficulty == before.difficulty {
                own.difficulty = common.difficulty;
            }
        }
    }

    /// Puts what a person has written in the place of what was read.
    pub fn mend(&mut self, ordinal: u32, entry: &QuestionEntry) {
        let Some(item) = self.questions.iter_mut().find(|item| item.ordinal == ordinal) else { return };
        item.revision = entry.revision();
        item.problem = None;
        let (document, difficulty) = (entry.document, entry.difficulty);
        item.belonging = Belonging { document, topic: entry.kept_topic(), difficulty };
        item.is_proposed = false;
        item.ticked = true;
        item.left_picture = false;
        item.edition += 1;
    }
}

impl ImportItem {
    fn new(found: Previewed, common: &Belonging, documents: &[Document]) -> Self {
        let Previewed { ordinal, number, place, raw, question, problem } = found;
        let Particulars { topic, difficulty, document, left_picture, .. } = question.particulars.clone();
        let revision = revision(question);
        let registered = document.and_then(|it| documents.iter().find(|document| document.is_same_as(&it)));
        let proposed = registered.or_else(|| cited(&revision.source, documents)).map(|document| document.id);
        Self {
            ordinal,
            number,
            place,
            raw,
            // Whether it repeats another one changes with every mending.
            problem: problem.filter(|problem| problem.kind != ProblemKind::DuplicateQuestion),
            belonging: Belonging {
                document: proposed.or(common.document),
                topic: topic.unwrap_or_else(|| common.topic.clone()),
                difficulty: difficulty.or(common.difficulty),
            },
            is_proposed: proposed.is_some(),
            revision,
            ticked: false,
            left_picture,
            edition: 1,
        }
    }

    /// What a person begins to mend.
    pub fn entry(&self) -> QuestionEntry {
        let Belonging { document, topic, difficulty } = self.belonging.clone();
        let options = self.revision.options.clone();
        QuestionEntry {
            kind: self.revision.kind,
            stem: self.revision.stem.clone(),
            options,
            explanation: self.revision.explanation.clone(),
            source: self.revision.source.clone(),
            limit: self.revision.limit.map(|limit| (limit.0 / 1_000).to_string()).unwrap_or_default(),
            keep_order: self.revision.keep_order,
            topic,
            difficulty,
            document,
            image: self.revision.image.clone(),
        }
    }
}

/// A question of ours. Where an option speaks of the others, their order is part of what it says.
fn revision(question: Recognised) -> Revision {
    let Recognised { stem, options, correct, explanation, source, seconds, particulars } = question;
    let said: Vec<String> = options.iter().map(|option| comparable(option)).collect();
    let truths = ["Đúng", "Sai"].map(comparable);
    let kind = particulars.kind.unwrap_or(match correct.len() {
        0 | 1 if said.len() == 2 && truths.iter().all(|truth| said.contains(truth)) => QuestionKind::TrueFalse,
        0 | 1 => QuestionKind::Single,
        _ => QuestionKind::Multiple,
    });
    let options = options.into_iter().enumerate();
    let entry = QuestionEntry {
        kind,
        stem,
        options: options.map(|(at, text)| RevisionOption { correct: correct.contains(&at), text }).collect(),
        explanation: explanation.unwrap_or_default(),
        source: source.unwrap_or_default(),
        limit: seconds.map(|seconds| seconds.to_string()).unwrap_or_default(),
        keep_order: particulars.keep_order,
        image: particulars.image,
        ..QuestionEntry::empty()
    };
    let mut revision = entry.revision();
    revision.keep_order |= findings(&revision, None, None, []).contains(&Finding::RefersToOptions);
    revision
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::document::DocumentStanding;
    use crate::domain::time::Millis;
    use uuid::Uuid;

    const BY_SOURCE: DocumentId = DocumentId(Uuid::from_u128(1));
    const COMMON: DocumentId = DocumentId(Uuid::from_u128(2));
    const OTHER: DocumentId = DocumentId(Uuid::from_u128(3));

    fn read(text: &str) -> BankImport {
        let document = Document {
            id: BY_SOURCE,
            symbol: "05-CT/TW".into(),
            issued_on: "2016-05-15".into(),
            issuer: "Bộ Chính trị".into(),
            title: "Về học tập".into(),
            link: String::new(),
            standing: DocumentStanding::InForce,
        };
        let preview = crate::exchange::read_bank("cau-hoi.txt", text.as_bytes());
        let common = Belonging { document: Some(COMMON), topic: "Tháng 3".into(), difficulty: None };
        BankImport::new("cau-hoi.txt".into(), preview.questions, common, &[document])
    }

    const TEXT: &str = "Câu 1 (20 giây): Chi bộ họp mấy tháng một lần?\nA. Một\nB. Hai\nĐáp án: A\nNguồn: Chỉ thị 05-CT/TW\n\n\
        Câu 2: Đảng viên cần gì?\nA. Học\nB. Làm\nC. Cả A và B\nĐáp án: C\n\n\
        Câu 3: Thiếu đáp án?\nA. Một\nB. Hai\n\n\
        Câu 4: Chi bộ họp mấy tháng một lần\nA. Ba\nB. Hai\nĐáp án: B\n\n\
        Câu 5: Chi ủy do đại hội bầu.\nA. Đúng\nB. Sai\nĐáp án: A\n";

    fn documents(import: &BankImport) -> Vec<Option<DocumentId>> {
        import.questions.iter().map(|item| item.belonging.document).collect()
    }

    #[test]
    fn good_questions_are_ticked_and_the_others_say_why_not() {
        let import = read(TEXT);
        let verdicts = import.verdicts();
        assert_eq!(verdicts.len(), 5);
        assert!(matches!(&verdicts[2], Verdict::Misread(problem) if problem.kind == ProblemKind::MissingAnswer));
        assert_eq!(verdicts[3], Verdict::Repeats { ordinal: 1 });
        assert_eq!(import.chosen().map(|item| item.ordinal).collect::<Vec<_>>(), [1, 2, 5]);
        let kinds: Vec<_> =
            import.questions.iter().map(|item| (item.revision.kind, item.revision.keep_order)).collect();
        assert_eq!((kinds[0], kinds[4]), ((QuestionKind::Single, false), (QuestionKind::TrueFalse, true)));
        assert!(kinds[1].1, "an option that speaks of the others keeps its place");
        assert_eq!(import.questions[0].revision.limit, Some(Millis::seconds(20)));
    }

    #[test]
    fn a_document_that_a_source_names_is_proposed_and_what_is_said_for_all_leaves_it() {
        let mut import = read(TEXT);
        assert_eq!(documents(&import)[..2], [Some(BY_SOURCE), Some(COMMON)]);
        assert!(import.questions[0].is_proposed && !import.questions[1].is_proposed);
        let mended = QuestionEntry { topic: " Riêng ".into(), document: Some(COMMON), ..import.questions[4].entry() };
        import.mend(5, &mended);
        let common = Belonging { document: Some(OTHER), topic: "Tháng 4".into(), difficulty: Some(Difficulty::Easy) };
        import.belong(common);
        assert_eq!(documents(&import)[..3], [Some(BY_SOURCE), Some(OTHER), Some(OTHER)]);
        let topics: Vec<_> = import.questions.iter().map(|item| item.belonging.topic.as_str()).collect();
        assert_eq!((topics[0], topics[4]), ("Tháng 4", "Riêng"));
        assert_eq!(import.questions[4].belonging.difficulty, Some(Difficulty::Easy));
    }

    #[test]
    fn mending_clears_a_verdict_and_may_make_another() {
        let mut import = read(TEXT);
        let mut entry = import.item(3).unwrap().entry();
        entry.options[1].correct = true;
        import.mend(3, &entry);
        assert_eq!(import.verdicts()[2], Verdict::Good);
        assert!(import.chosen().any(|item| item.ordinal == 3), "what was mended is ticked");
        assert_eq!((import.item(3).unwrap().edition, import.item(2).unwrap().edition), (2, 1));
        entry.stem = "Đảng viên cần gì".into();
        import.mend(3, &entry);
        assert_eq!(import.verdicts()[2], Verdict::Repeats { ordinal: 2 });
        let first = QuestionEntry { stem: "Câu khác?".into(), ..import.item(1).unwrap().entry() };
        import.mend(1, &first);
        assert_eq!(import.verdicts()[3], Verdict::Good, "the first of two is another question now");
        entry.options.truncate(1);
        import.mend(3, &entry);
        assert!(matches!(&import.verdicts()[2], Verdict::Unfit(problems) if !problems.is_empty()));
    }

    #[test]
    fn ticks_of_what_was_not_shown_stay() {
        let mut import = read(TEXT);
        import.tick(&[1, 2], &[2]);
        assert_eq!(import.chosen().map(|item| item.ordinal).collect::<Vec<_>>(), [2, 5]);
        import.tick(&[3, 4], &[3, 4]);
        assert_eq!(import.chosen().count(), 2, "what has a problem is never chosen");
        import.tick_all(false);
        assert_eq!(import.chosen().count(), 0);
    }

    #[test]
    fn it_is_kept_as_it_is() {
        let import = read(TEXT);
        let kept = serde_json::to_string(&import).unwrap();
        assert_eq!(serde_json::from_str::<BankImport>(&kept).unwrap(), import);
    }
}
