//! What somebody reads who is stuck: what happened, what is safe, what to do, and a way on.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, REFERER, RETRY_AFTER};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse, ResponseError as _, web};
use askama::Template;

use super::error::{Api, Page, Refusal};
use super::house::House;
use super::next;
use super::pages::{SignedIn, Way};
use crate::domain::identity::ContestId;

#[derive(Template)]
#[template(path = "error.html", config = ".askama.toml")]
struct ErrorPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    words: Words,
    ways: Vec<Way>,
}

/// The sentences of one refusal.
pub(super) struct Words {
    pub heading: &'static str,
    pub happened: &'static str,
    /// What was not lost; empty where nothing could have been.
    pub safe: &'static str,
    pub remedy: &'static str,
}

const STILL_SAFE: &str = "Những câu trả lời đã báo “Đã ghi nhận” vẫn được giữ nguyên.";
const SAVED_SAFE: &str =
    "Những câu trả lời đã báo “Đã ghi nhận”, và những gì đã lưu trước lần bấm này, vẫn được giữ nguyên.";

impl Refusal {
    /// What a member reads.
    pub(super) fn words(&self) -> Words {
        let words = |heading, happened, safe, remedy| Words { heading, happened, safe, remedy };
        match self {
            Self::NotSignedIn | Self::BadToken => words(
                "Cần đăng nhập",
                "Trang này dành cho đảng viên có tên trong kỳ thi.",
                "",
                "Đồng chí hãy mở thư mời của mình (đường dẫn mời hoặc thẻ có mã QR do bí thư chi bộ gửi) trên máy này rồi \
                 bấm Đăng nhập. Đăng nhập xong, trang này sẽ tự mở lại.",
            ),
            Self::SessionEnded => words(
                "Cần đăng nhập lại",
                "Lần đăng nhập trước trên máy này đã hết hạn hoặc đã được kết thúc.",
                STILL_SAFE,
                "Cần đăng nhập lại: đồng chí hãy mở thư mời của mình (đường dẫn mời hoặc thẻ có mã QR) rồi bấm Đăng nhập. \
                 Đăng nhập xong, trang này sẽ tự mở lại.",
            ),
            Self::ForeignOrigin => words(
                "Yêu cầu không được nhận",
                "Yêu cầu này đến từ một trang khác, không phải từ trang của kỳ thi.",
                "Chưa có gì bị thay đổi.",
                "Đồng chí hãy mở lại trang từ đường dẫn của chi bộ rồi làm lại.",
            ),
            Self::Forbidden => words(
                "Không thuộc phạm vi của đồng chí",
                "Trang này dành cho tổ chức đảng khác hoặc cho người điều khiển kỳ thi.",
                "",
                "Nếu đồng chí cần xem, hãy hỏi bí thư chi bộ.",
            ),
            Self::NotOnRoster => words(
                "Không có tên trong danh sách dự thi",
                "Danh sách dự thi đã chốt khi mở phòng chờ, và chưa có tên đồng chí.",
                "",
                "Đồng chí hãy hỏi bí thư chi bộ. Thể lệ và kết quả của kỳ thi vẫn xem được ở trang kỳ thi.",
            ),
            Self::NotFound => words(
                "Không có trang này",
                "Địa chỉ có thể đã gõ nhầm hoặc không còn dùng.",
                "",
                "Đồng chí hãy về trang đầu, hoặc nhập mã kỳ thi đang hiện trên màn chiếu.",
            ),
            Self::NoContest => words(
                "Không có kỳ thi này",
                "Đường dẫn có thể đã cũ hoặc bị cắt mất một phần khi gửi.",
                "",
                "Đồng chí hãy mở lại đường dẫn gốc, hoặc nhập mã kỳ thi đang hiện trên màn chiếu.",
            ),
            Self::NoCode => words(
                "Không có kỳ thi với mã này",
                "Mã vừa nhập không trùng với kỳ thi nào.",
                "",
                "Đồng chí hãy nhìn lại mã trên màn chiếu và nhập lại.",
            ),
            Self::BadLink => words(
                "Liên kết đăng nhập không dùng được",
                "Liên kết đã hết hạn, đã được dùng hoặc bị cắt mất một phần.",
                "Nếu máy này đã đăng nhập từ trước, đồng chí vẫn vào thi được từ trang đầu.",
                "Nếu chưa, đồng chí hãy xin bí thư chi bộ liên kết mới.",
            ),
            Self::NotOver => words(
                "Chưa có kết quả",
                "Kết quả được xem sau khi kỳ thi kết thúc.",
                STILL_SAFE,
                "Đồng chí hãy trở lại trang kỳ thi; khi kết thúc, nút Xem kết quả sẽ có ở đó.",
            ),
            Self::DraftChanged => words(
                "Bài viết dở đã được lưu ở nơi khác",
                "Bài này vừa được lưu ở một trang hoặc một máy khác của đồng chí.",
                "Bản lưu ở nơi khác vẫn được giữ nguyên.",
                "Đồng chí hãy mở lại bài để xem bản mới nhất.",
            ),
            Self::TooManyDrafts => words(
                "Quá nhiều bài viết dở",
                "Đồng chí đang có nhiều câu hỏi viết dở chưa lưu.",
                "Các bài viết dở vẫn được giữ nguyên.",
                "Đồng chí hãy lưu hoặc bỏ bớt vài bài ở trang Viết câu hỏi.",
            ),
            Self::Secret => words(
                "Nội dung có dấu mật",
                "Nội dung có dấu chỉ độ mật (MẬT, TỐI MẬT, TUYỆT MẬT) nên không được lưu ở đây.",
                "Chưa có gì được lưu.",
                "Đồng chí hãy bỏ nội dung này.",
            ),
            Self::Withheld => words(
                "Câu hỏi đang được giữ kín",
                "Một kỳ thi có thể dùng câu hỏi này đang diễn ra, và đồng chí có tên trong danh sách dự thi.",
                "Chưa có gì bị thay đổi.",
                "Đồng chí hãy mở lại câu hỏi khi kỳ thi kết thúc.",
            ),
            Self::Rejected(_) => words(
                "Chưa thực hiện được",
                "Bước này không phù hợp với giai đoạn hiện tại của kỳ thi: có thể bước ấy đã được làm rồi.",
                "Chưa có gì bị thay đổi.",
                "Đồng chí hãy mở lại trang kỳ thi để xem tình trạng mới nhất.",
            ),
            Self::NoSeat | Self::NotAWebsocket | Self::Invalid(_) => words(
                "Yêu cầu chưa đúng",
                "Máy chủ không đọc được yêu cầu vừa gửi.",
                "Chưa có gì bị thay đổi.",
                "Đồng chí hãy quay lại trang trước và thử lại.",
            ),
            Self::TooLarge => words(
                "Nội dung gửi lên quá lớn",
                "Nội dung hoặc tệp vừa gửi lớn hơn mức trang này nhận.",
                "Chưa có gì bị thay đổi.",
                "Đồng chí hãy trở lại trang trước, viết ngắn hơn hoặc chọn tệp nhỏ hơn rồi gửi lại.",
            ),
            Self::Flood | Self::TooOften(_) | Self::TooManyConnections => words(
                "Đồng chí thao tác hơi nhanh",
                "Từ mạng hoặc máy này vừa có quá nhiều yêu cầu trong một lúc, nên máy chủ tạm dừng nhận.",
                STILL_SAFE,
                "Đồng chí hãy đợi một phút rồi thử lại.",
            ),
            Self::Busy => words(
                "Đang có nhiều người đăng nhập cùng lúc",
                "Máy chủ kiểm tra từng người một, nên đồng chí phải chờ đến lượt.",
                "Lần nhập vừa rồi không bị tính là sai.",
                "Đồng chí hãy chờ vài giây rồi bấm lại.",
            ),
            Self::WrongSecret | Self::UnfitSecret(_) => words(
                "Mã PIN hoặc mật khẩu chưa đúng",
                "Mã PIN hoặc mật khẩu vừa nhập không dùng được.",
                "Chưa có gì bị thay đổi.",
                "Đồng chí hãy mở lại thư mời của mình và nhập lại.",
            ),
            Self::Storage(_) => words(
                "Máy chủ đang bận ghi dữ liệu",
                "Máy chủ tạm thời chưa đọc hoặc ghi được dữ liệu.",
                SAVED_SAFE,
                "Đồng chí hãy chờ ít giây, trở lại trang trước rồi làm lại.",
            ),
            Self::Broken(_) => words(
                "Có lỗi ở máy chủ",
                "Lỗi này không phải do đồng chí, và đã được ghi lại để khắc phục.",
                SAVED_SAFE,
                "Đồng chí hãy thử lại sau ít giây. Nếu vẫn lỗi, hãy báo bí thư chi bộ.",
            ),
        }
    }

    /// What a bare status, of a reply that no handler of ours made, stands for.
    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::NotSignedIn,
            StatusCode::FORBIDDEN => Self::Forbidden,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::GONE => Self::BadLink,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::TOO_MANY_REQUESTS => Self::TooManyConnections,
            StatusCode::SERVICE_UNAVAILABLE => Self::Storage(None),
            status if status.is_server_error() => Self::Broken(status.to_string().into()),
            _ => Self::Invalid("the request cannot be read".to_owned()),
        }
    }

    /// Seconds after which another try makes sense.
    pub(super) fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Flood => Some(1),
            Self::TooOften(too_often) => Some(too_often.after.as_secs() + 1),
            Self::TooManyConnections => Some(60),
            Self::Busy => Some(5),
            Self::Storage(_) => Some(3),
            _ => None,
        }
    }
}

/// The page of a refusal; `contest` is the one whose page was asked for, `back` the page whose form was refused.
pub(super) fn page(refusal: &Refusal, contest: Option<ContestId>, back: Option<String>) -> HttpResponse<BoxBody> {
    let words = refusal.words();
    let heading = words.heading;
    let page = ErrorPage {
        assets: super::assets::prefix(),
        title: heading.to_owned(),
        signed_in: None,
        words,
        ways: ways(refusal, contest, back),
    };
    let mut response = HttpResponse::build(refusal.status());
    response.content_type("text/html; charset=utf-8").insert_header((CACHE_CONTROL, "no-store"));
    if let Some(seconds) = refusal.retry_after() {
        response.insert_header((RETRY_AFTER, seconds));
    }
    response.body(page.render().unwrap_or_else(|_| heading.to_owned()))
}

fn ways(refusal: &Refusal, contest: Option<ContestId>, back: Option<String>) -> Vec<Way> {
    let mut ways = Vec::new();
    if let Some(href) = back {
        ways.push(Way { label: "Trở lại trang trước".to_owned(), href });
    }
    if let Some(contest) = contest.filter(|_| !matches!(refusal, Refusal::NoContest)) {
        ways.push(Way { label: "Về trang kỳ thi".to_owned(), href: format!("/contests/{contest}") });
    }
    ways.push(Way { label: "Về trang đầu".to_owned(), href: "/".to_owned() });
    ways.push(Way { label: "Nhập mã kỳ thi khác".to_owned(), href: "/#code".to_owned() });
    ways
}

/// No refusal leaves as a bare line: a person gets a page that knows the contest it was about, and
/// remembers it for after the sign-in; a program gets problem+json.
pub async fn finish_refusals(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, actix_web::Error> {
    let response = next.call(request).await?;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return Ok(response.map_into_left_body());
    }
    let finished = {
        let of_page = response.response().error().and_then(|error| error.as_error::<Page>());
        match of_page {
            Some(Page(refusal)) => Some(page_for(&response, refusal)),
            None if is_bare(&response) => {
                let refusal = Refusal::of_status(status);
                let program =
                    ["/api/", "/ws/", "/sse/"].iter().any(|place| response.request().path().starts_with(place));
                Some(if program { Api(refusal).error_response() } else { page_for(&response, &refusal) })
            }
            None => None,
        }
    };
    Ok(match finished {
        Some(mut finished) => {
            for (name, value) in response.headers().iter().filter(|(name, _)| *name != CONTENT_TYPE) {
                if !finished.headers().contains_key(name) {
                    finished.headers_mut().append(name.clone(), value.clone());
                }
            }
            response.into_response(finished).map_into_right_body()
        }
        None => response.map_into_left_body(),
    })
}

/// Made by the framework and not by us: a line of plain text, or nothing.
fn is_bare(response: &ServiceResponse<impl MessageBody>) -> bool {
    let probe = matches!(response.request().path(), "/healthz" | "/readyz");
    let kind = response.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    !probe && kind.is_none_or(|kind| kind.starts_with(b"text/plain"))
}

/// The page with the form that was sent: one of ours, as the browser names it.
fn sent_from(request: &HttpRequest) -> Option<String> {
    if request.method() == Method::GET {
        return None;
    }
    let house = request.app_data::<web::Data<House>>()?;
    let page = request.headers().get(REFERER)?.to_str().ok()?.strip_prefix(&house.auth.front.own_origin(request))?;
    page.starts_with('/').then(|| page.to_owned())
}

fn page_for(response: &ServiceResponse<impl MessageBody>, refusal: &Refusal) -> HttpResponse<BoxBody> {
    let request = response.request();
    let contest = request.match_info().get("contest").and_then(|id| id.parse().ok());
    let mut page = page(refusal, contest, sent_from(request));
    let house = request.app_data::<web::Data<House>>();
    if let Some(house) = house.filter(|_| page.status() == StatusCode::UNAUTHORIZED && request.method() == Method::GET)
        && let Some(cookie) = next::remember(request.path(), house.auth.front.is_secure(request))
    {
        // Without it the reader starts at the first page: nothing to fail for.
        page.add_cookie(&cookie).ok();
    }
    page
}
