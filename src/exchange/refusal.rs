//! Why a whole file is not taken, and what to do about it.

use serde::{Deserialize, Serialize};

/// The kinds of the import contract that concern a whole file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalKind {
    EmptyFile,
    UnreadableFile,
    UnsupportedType,
    TooLarge,
    LegacyEncoding,
    SecretMarking,
}

/// A file that is not taken, with a sentence for whoever brought it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{sentence}")]
pub struct Refusal {
    pub kind: RefusalKind,
    pub sentence: String,
}

impl Refusal {
    pub fn new(kind: RefusalKind, sentence: impl Into<String>) -> Self {
        Self { kind, sentence: sentence.into() }
    }

    pub fn empty() -> Self {
        Self::new(RefusalKind::EmptyFile, "Tệp không có nội dung nào. Hãy kiểm tra lại xem đã chọn đúng tệp chưa.")
    }

    pub fn damaged() -> Self {
        Self::new(
            RefusalKind::UnreadableFile,
            "Tệp bị hỏng hoặc tải về chưa trọn vẹn nên không mở được. \
             Hãy mở tệp trên máy, lưu lại rồi gửi bản mới.",
        )
    }

    pub fn too_large() -> Self {
        Self::new(
            RefusalKind::TooLarge,
            "Nội dung tệp quá lớn so với một bộ câu hỏi nên không được đọc. \
             Hãy bỏ hình ảnh, các trang tính thừa, hoặc chia tệp thành nhiều phần.",
        )
    }

    pub fn unsupported(sentence: impl Into<String>) -> Self {
        Self::new(RefusalKind::UnsupportedType, sentence)
    }

    pub fn secret() -> Self {
        Self::new(
            RefusalKind::SecretMarking,
            "Trong tệp có dấu chỉ độ mật (MẬT, TỐI MẬT hoặc TUYỆT MẬT). \
             Tài liệu mật không được đưa lên hệ thống này; không có nội dung nào được lưu.",
        )
    }

    pub fn legacy() -> Self {
        Self::new(
            RefusalKind::LegacyEncoding,
            "Tệp dùng bảng mã cũ (TCVN3 hoặc VNI) nên chữ có dấu bị sai. \
             Hãy chuyển sang Unicode (ví dụ bằng công cụ chuyển mã của UniKey), đổi phông chữ rồi gửi lại.",
        )
    }
}

impl From<super::xml::XmlError> for Refusal {
    fn from(error: super::xml::XmlError) -> Self {
        match error {
            super::xml::XmlError::Malformed => Self::damaged(),
            super::xml::XmlError::TooLarge => Self::too_large(),
        }
    }
}
