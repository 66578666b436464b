//! The Kế hoạch of a contest, with the rules annexed.

use super::ReportError;
use super::layout::Layout;
use super::party_document::{Annex, Block, Frame, PartyDocument};
use super::words::{end, within_a_sentence};

/// In words as they are printed.
#[derive(Clone, Debug, Default)]
pub struct ContestPlan {
    pub frame: Frame,
    /// `Chi bộ Trường Tiểu học Hòa Mỹ`
    pub unit: String,
    pub title: String,
    pub theme: String,
    /// To be read beforehand.
    pub reading: Vec<String>,
    /// `19:30 thứ Năm, 05/12/2026`
    pub starts_at: String,
    pub place: String,
    pub eligible: usize,
    pub roster: usize,
    /// `trực tiếp trong buổi sinh hoạt`
    pub mode: String,
    pub questions: u32,
    /// `30 giây`
    pub limit: String,
    pub prize_places: u32,
    pub rules: Vec<RulesPart>,
}

/// A section of the rules.
#[derive(Clone, Debug)]
pub struct RulesPart {
    pub heading: String,
    pub numbered: bool,
    pub lines: Vec<String>,
}

impl ContestPlan {
    pub fn docx(&self, layout: &Layout) -> Result<Vec<u8>, ReportError> {
        self.document().docx(layout)
    }

    fn document(&self) -> PartyDocument {
        PartyDocument {
            frame: self.frame.clone(),
            kind: "KẾ HOẠCH".to_owned(),
            subject: format!("tổ chức {}", within_a_sentence(&self.title)),
            body: self.body(),
            annexes: vec![Annex {
                label: "PHỤ LỤC".to_owned(),
                title: format!("Thể lệ {}", within_a_sentence(&self.title)),
                body: self.annexed(),
            }],
        }
    }

    fn body(&self) -> Vec<Block> {
        let section = |text: &str| Block::Section(text.to_owned());
        let mut body = vec![
            Block::paragraph(format!(
                "Để đảng viên nắm chắc nội dung các văn bản đã học, {} xây dựng Kế hoạch tổ chức {}, như sau:",
                self.unit,
                within_a_sentence(&self.title)
            )),
            section("I. MỤC ĐÍCH, YÊU CẦU"),
            Block::paragraph(
                "1. Giúp đảng viên đọc văn bản trước buổi sinh hoạt, hiểu và nhớ nội dung, vận dụng vào nhiệm vụ được giao.",
            ),
            Block::paragraph(
                "2. Đảng viên tham gia đầy đủ, tự mình trả lời. Kết quả phản ánh đúng thực chất, không chạy theo thành tích.",
            ),
            section("II. NỘI DUNG, HÌNH THỨC"),
        ];
        let mut number = 0;
        let mut numbered = |text: String| {
            number += 1;
            Block::paragraph(format!("{number}. {text}"))
        };
        if !self.theme.is_empty() {
            body.push(numbered(format!("Chủ đề: {}.", end(&self.theme))));
        }
        if !self.reading.is_empty() {
            body.push(numbered("Văn bản cần đọc trước:".to_owned()));
            let last = self.reading.len() - 1;
            body.extend(
                self.reading.iter().enumerate().map(|(at, document)| {
                    Block::item(format!("{}{}", end(document), if at == last { "." } else { ";" }))
                }),
            );
        }
        body.push(numbered(format!("Hình thức: thi trắc nghiệm trên điện thoại, {}.", self.mode)));
        body.push(numbered(format!(
            "Đề thi: {} câu, rút ngẫu nhiên từ ngân hàng câu hỏi đã duyệt; mỗi câu {}, trừ câu ghi thời gian riêng. Điểm tối đa là 10.",
            self.questions, self.limit
        )));
        body.push(section("III. THỜI GIAN, ĐỊA ĐIỂM, THÀNH PHẦN"));
        body.push(Block::paragraph(format!("1. Thời gian: {}.", self.starts_at)));
        let place = if self.place.is_empty() {
            "theo thông báo của chi ủy".to_owned()
        } else {
            end(&self.place).to_owned()
        };
        body.push(Block::paragraph(format!("2. Địa điểm: {place}.")));
        body.push(Block::paragraph(format!(
            "3. Thành phần: {} đồng chí phải tham gia, trong tổng số {} đồng chí. Danh sách chốt khi mở phòng chờ.",
            self.eligible, self.roster
        )));
        body.push(section("IV. TỔ CHỨC THỰC HIỆN"));
        body.push(Block::paragraph(
            "1. Chi ủy chuẩn bị câu hỏi, gửi văn bản cho đảng viên đọc trước và hướng dẫn cách vào thi.",
        ));
        body.push(Block::paragraph(format!(
            "2. Bí thư điều hành kỳ thi, xác nhận và công bố kết quả; biểu dương {}.",
            if self.prize_places == 1 {
                "hạng nhất".to_owned()
            } else {
                format!("{} hạng đầu", self.prize_places)
            }
        )));
        body.push(Block::paragraph(
            "3. Đảng viên đọc văn bản trước, mang điện thoại có kết nối mạng và tham gia đúng giờ.",
        ));
        body.push(Block::paragraph("Thể lệ kỳ thi kèm theo Kế hoạch này."));
        body
    }

    fn annexed(&self) -> Vec<Block> {
        let mut body = Vec::new();
        for (part, number) in self.rules.iter().zip(1..) {
            body.push(Block::Heading(format!("{number}. {}", part.heading)));
            body.extend(part.lines.iter().zip('a'..).map(|(line, letter)| match part.numbered {
                true => Block::Item(format!("{letter}) {line}")),
                false => Block::item(line),
            }));
        }
        body
    }
}

#[cfg(test)]
mod tests;
