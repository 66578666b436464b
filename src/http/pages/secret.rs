//! How a PIN or a password is asked for in a form, and what stands beside it when it was refused.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, RETRY_AFTER};

use crate::auth::{BadSecret, LinkRefused, PASSWORD_LEAST, PIN_DIGITS, PasswordError, TooOften};
use crate::store::SecretKind;

/// The secret of whoever signs in, or the new one; the form field's name.
pub const SECRET: &str = "secret";
/// The new one once more.
pub const AGAIN: &str = "again";
/// The one in use, where another is chosen.
pub const CURRENT: &str = "current";

/// One input. What was typed is given back, but for a known secret that was wrong: nobody can mend
/// what they cannot see.
pub struct SecretInput {
    pub name: &'static str,
    pub label: String,
    pub is_pin: bool,
    /// Chosen here, and so held to what a secret must be.
    pub is_new: bool,
    pub digits: usize,
    pub least: usize,
    pub value: String,
    pub error: Option<String>,
}

impl SecretInput {
    /// Proves who somebody is.
    pub fn known(name: &'static str, kind: SecretKind) -> Self {
        let label = match (name, kind) {
            (CURRENT, SecretKind::Pin) => "Mã PIN đang dùng".to_owned(),
            (CURRENT, SecretKind::Password) => "Mật khẩu đang dùng".to_owned(),
            (_, SecretKind::Pin) => format!("Mã PIN {PIN_DIGITS} chữ số"),
            (_, SecretKind::Password) => "Mật khẩu".to_owned(),
        };
        Self::of(name, kind, label, false)
    }

    /// A new one, and the same again.
    pub fn chosen(kind: SecretKind) -> [Self; 2] {
        let label = match kind {
            SecretKind::Pin => format!("Chọn mã PIN gồm {PIN_DIGITS} chữ số"),
            SecretKind::Password => format!("Chọn mật khẩu, ít nhất {PASSWORD_LEAST} ký tự"),
        };
        [Self::of(SECRET, kind, label, true), Self::of(AGAIN, kind, "Nhập lại lần nữa".to_owned(), true)]
    }

    fn of(name: &'static str, kind: SecretKind, label: String, is_new: bool) -> Self {
        Self {
            name,
            label,
            is_pin: kind == SecretKind::Pin,
            is_new,
            digits: PIN_DIGITS,
            least: PASSWORD_LEAST,
            value: String::new(),
            error: None,
        }
    }
}

/// A refusal that a person can mend in the form itself.
pub struct Beside {
    pub status: StatusCode,
    /// The input it stands by.
    name: &'static str,
    /// What to do.
    words: String,
    too_often: Option<u64>,
}

impl Beside {
    /// `proved`: the input with the known secret. `None` where it is not about what was typed.
    pub fn of(refused: &LinkRefused, proved: &'static str) -> Option<Self> {
        let beside =
            |status, name, words: &str, too_often| Some(Self { status, name, words: words.to_owned(), too_often });
        let unfit = |name, words: &str| beside(StatusCode::UNPROCESSABLE_ENTITY, name, words, None);
        match refused {
            LinkRefused::Unfit(BadSecret::NotAPin) => unfit(SECRET, "Mã PIN gồm đúng 6 chữ số. Đồng chí hãy nhập lại."),
            LinkRefused::Unfit(BadSecret::EasyPin) => unfit(
                SECRET,
                "Mã PIN này dễ đoán. Đồng chí hãy chọn 6 chữ số khác, không liền nhau và không giống nhau.",
            ),
            LinkRefused::Unfit(BadSecret::ShortPassword) => {
                unfit(SECRET, &format!("Mật khẩu cần ít nhất {PASSWORD_LEAST} ký tự. Có thể dùng một câu ngắn dễ nhớ."))
            }
            LinkRefused::Unfit(BadSecret::LongPassword) => {
                unfit(SECRET, "Mật khẩu dài quá 200 ký tự. Đồng chí hãy rút ngắn.")
            }
            LinkRefused::Unfit(BadSecret::CommonPassword) => {
                unfit(SECRET, "Mật khẩu này nhiều người dùng nên dễ đoán. Đồng chí hãy chọn một câu của riêng mình.")
            }
            LinkRefused::Unfit(BadSecret::NotTheSame) => {
                unfit(AGAIN, "Hai lần nhập chưa giống nhau. Đồng chí hãy xem lại cả hai ô.")
            }
            LinkRefused::Wrong => {
                unfit(proved, "Chưa đúng. Đồng chí hãy nhập lại; nếu đã quên, hãy xin bí thư chi bộ đường dẫn mới.")
            }
            LinkRefused::TooOften(TooOften { after }) => {
                let minutes = after.as_secs().div_ceil(60).max(1);
                let words = format!("Đã thử nhiều lần. Đồng chí hãy chờ {minutes} phút rồi nhập lại.");
                beside(StatusCode::TOO_MANY_REQUESTS, proved, &words, Some(after.as_secs() + 1))
            }
            LinkRefused::Password(PasswordError::Busy) => beside(
                StatusCode::SERVICE_UNAVAILABLE,
                SECRET,
                "Đang có nhiều người đăng nhập cùng lúc. Đồng chí hãy chờ vài giây rồi bấm lại.",
                Some(5),
            ),
            _ => None,
        }
    }

    /// Puts the words beside their input, and what was typed back where it was.
    pub fn put(&self, refused: &LinkRefused, inputs: &mut [SecretInput], typed: &[(&'static str, String)]) {
        for input in &mut *inputs {
            let wrong = matches!(refused, LinkRefused::Wrong) && !input.is_new;
            if let Some((_, value)) = typed.iter().find(|(name, _)| *name == input.name && !wrong) {
                input.value.clone_from(value);
            }
        }
        // Where the form has changed in between, there may be no such input any more.
        let place = inputs.iter().position(|input| input.name == self.name).unwrap_or_default();
        if let Some(input) = inputs.get_mut(place) {
            input.error = Some(self.words.clone());
        }
    }

    /// Makes the page that shows it the refusal's reply.
    pub fn answer(&self, response: &mut HttpResponse) {
        *response.status_mut() = self.status;
        if let Some(seconds) = self.too_often {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
    }
}
