// A host's commands, and why one was not carried out, in the host's own words.

/** @param {string} command */
export function commandName(command) {
  switch (command) {
    case 'lobby':
      return 'mở phòng thi';
    case 'open':
      return 'mở câu hỏi';
    case 'extend':
      return 'thêm giờ';
    case 'lock':
      return 'khóa câu trả lời';
    case 'reveal':
      return 'công bố đáp án';
    case 'next':
      return 'sang bước tiếp';
    case 'pause':
      return 'tạm dừng';
    case 'resume':
      return 'tiếp tục';
    case 'void_question':
      return 'hủy câu hỏi';
    case 'end':
      return 'kết thúc kỳ thi';
    case 'confirm':
      return 'xác nhận kết quả';
    case 'publish':
      return 'công bố kết quả';
    case 'take_over':
      return 'nhận bàn điều khiển';
    case 'hand_over':
      return 'trao bàn điều khiển';
    default:
      return 'lệnh vừa rồi';
  }
}

/** @param {string} reason */
export function reasonText(reason) {
  switch (reason) {
    case 'wrong_phase':
      return 'Kỳ thi đã ở bước khác. Mời đồng chí xem bước hiện tại rồi bấm lại nếu cần.';
    case 'forbidden':
      return 'Quyền của đồng chí ở đơn vị này không gồm việc đó.';
    case 'not_driving':
      return 'Đồng chí khác đang giữ bàn điều khiển. Muốn điều khiển, mời bấm Nhận bàn điều khiển trước.';
    case 'no_such_host':
      return 'Bàn điều khiển của đồng chí đó chưa kết nối.';
    case 'no_question_left':
      return 'Không còn câu nào để mở.';
    case 'unknown_question':
      return 'Kỳ thi không có câu này, hoặc câu chưa được hỏi.';
    case 'already_void':
      return 'Câu này đã được hủy trước đó.';
    case 'last_question':
      return 'Đây là câu cuối cùng còn được tính, nên không hủy được.';
    case 'not_countersigned':
      return 'Thể lệ cần thêm một đồng chí xác nhận. Mời mở trang Xác nhận kết quả.';
    case 'reason_required':
      return 'Cần ghi lý do từ 3 đến 500 ký tự.';
    case 'extension_out_of_range':
      return 'Thời gian của câu này đã đến mức dài nhất.';
    case 'cannot_draw':
    case 'not_sealed':
      return 'Ngân hàng câu hỏi chưa đủ để bốc đề.';
    case 'storage':
      return 'Máy chủ chưa ghi được dữ liệu. Những gì đã ghi nhận vẫn an toàn; mời thử lại sau ít giây.';
    default:
      return 'Mời đồng chí xem lại tình trạng kỳ thi rồi thử lại.';
  }
}
