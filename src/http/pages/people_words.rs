//! The organisation and its people in words.

use crate::domain::contest::Excuse;
use crate::domain::organisation::{Attendance, ChangeRefused, Ending};
use crate::domain::role::Role;
use crate::http::calendar::Day;
use crate::http::wording::inert;

pub const fn role(role: Role) -> &'static str {
    match role {
        Role::Committee => "Chi ủy viên",
        Role::Secretary => "Bí thư",
        Role::Supervisor => "Cấp ủy cấp trên",
        Role::Administrator => "Quản trị",
    }
}

/// What a role lets its holder do.
pub const fn role_power(role: Role) -> &'static str {
    match role {
        Role::Committee => "soạn và duyệt câu hỏi",
        Role::Secretary => "quản lý đảng viên, lên lịch và điều khiển kỳ thi",
        Role::Supervisor => "theo dõi mọi tổ chức trực thuộc, sắp xếp tổ chức",
        Role::Administrator => "quản lý toàn bộ tổ chức và tài khoản",
    }
}

pub const fn attendance(attendance: Attendance) -> &'static str {
    match attendance {
        Attendance::Regular => "Sinh hoạt chính thức",
        Attendance::Temporary => "Sinh hoạt tạm thời",
    }
}

pub const fn ending(ending: Ending) -> &'static str {
    match ending {
        Ending::Transferred => "chuyển sinh hoạt",
        Ending::Merged => "tổ chức được sáp nhập",
        Ending::Split => "tổ chức được chia tách",
        Ending::Returned => "hết thời gian tạm thời",
        Ending::MadeOfficial => "được công nhận chính thức",
        Ending::MovedAway => "chuyển đi nơi khác",
        Ending::Died => "từ trần",
        Ending::Ended => "thôi là đảng viên",
    }
}

pub const fn excuse(excuse: Excuse) -> &'static str {
    match excuse {
        Excuse::Exempt => "Được miễn sinh hoạt",
        Excuse::Suspended => "Bị đình chỉ sinh hoạt",
        Excuse::Elsewhere => "Đang sinh hoạt tạm thời nơi khác",
        Excuse::Ill => "Ốm đau",
        Excuse::OnDuty => "Đi công tác, làm nhiệm vụ",
    }
}

/// What an excuse means for the rate.
pub const fn excuse_effect(excuse: Excuse) -> &'static str {
    if excuse.in_denominator() { "vẫn tính vào tỷ lệ dự thi" } else { "không tính vào tỷ lệ dự thi" }
}

/// Why a change of the organisation cannot be made, and what to do.
pub fn refused(refused: &ChangeRefused) -> String {
    use ChangeRefused as R;
    match refused {
        R::NoUnit => "Không còn tổ chức này. Đồng chí mở lại trang và chọn lại.".to_owned(),
        R::Closed(name) => {
            format!("{} đã kết thúc hoạt động, chỉ còn được lưu để tra cứu. Đồng chí chọn tổ chức khác.", inert(name))
        }
        R::Future => {
            "Ngày này chưa tới. Đồng chí chọn hôm nay hoặc ngày đã qua; việc sắp tới, đồng chí ghi vào đúng ngày đó."
                .to_owned()
        }
        R::TooFar => "Ngày này còn quá xa. Đồng chí chọn một ngày trong vòng hai năm tới.".to_owned(),
        R::BeforeHistory { name, since } => format!(
            "{} đã có thay đổi ghi từ ngày {}. Đồng chí chọn ngày sau đó, hoặc chọn hôm nay.",
            inert(name),
            Day::of(*since).words()
        ),
        R::Name => "Tên có từ 1 đến 200 ký tự, trên một dòng. Đồng chí nhập lại tên.".to_owned(),
        R::Cycle(name) => {
            format!("{} không thể nằm dưới chính mình. Đồng chí chọn tổ chức khác.", inert(name))
        }
        R::Nothing => "Như vậy không có gì thay đổi. Đồng chí chọn lại.".to_owned(),
        R::NotEmpty { name, members, units } => format!(
            "{} vẫn còn {members} đảng viên và {units} tổ chức trực thuộc. Đồng chí chuyển đi trước, hoặc dùng Sáp nhập để chuyển tất cả cùng lúc.",
            inert(name)
        ),
        R::NotAMember(name) => {
            format!("Có đồng chí hiện không sinh hoạt tại {}. Đồng chí mở lại trang và chọn lại.", inert(name))
        }
        R::NotAChild(name) => {
            format!("Có tổ chức hiện không trực thuộc {}. Đồng chí mở lại trang và chọn lại.", inert(name))
        }
        R::Twice => "Có đồng chí hoặc tổ chức được chọn cho hai phần. Đồng chí chọn lại.".to_owned(),
        R::EmptyPart => {
            "Mỗi phần cần ít nhất một đảng viên hoặc một tổ chức. Đồng chí chọn ai vào phần nào.".to_owned()
        }
        R::AlreadyThere => "Việc này đã được ghi rồi. Đồng chí mở lại trang để xem.".to_owned(),
        R::AwayAtPresent => {
            "Đồng chí này đang sinh hoạt tạm thời ở một nơi khác. Đồng chí ghi việc trở về trước.".to_owned()
        }
    }
}
