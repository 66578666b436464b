// Who is here and who is not, what is still to be done before the start, and what happened to whom.

import { formatClock, formatSeconds } from './game.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {import('./protocol.js').IncidentShown} IncidentShown */
/** @typedef {import('./protocol.js').RosterLine} RosterLine */
/** @typedef {{ unit: string, members: number }} Expected */

/** @typedef {{ name: string, note: string }} Named */

/**
 * @typedef {object} UnitRow
 * @property {string} unit
 * @property {number} expected who could take part
 * @property {number} present
 * @property {number} answered
 * @property {Named[]} here
 * @property {Named[]} missing
 */

/** Excuses that take somebody out of those who are expected. */
const NOT_EXPECTED = ['exempt', 'suspended', 'elsewhere'];

/**
 * @param {Desk} desk
 * @returns {UnitRow[]}
 */
export function byUnit(desk) {
  const rows = desk.units.map((unit) => {
    /** @type {UnitRow} */
    const row = { unit, expected: 0, present: 0, answered: 0, here: [], missing: [] };
    return row;
  });
  for (const person of desk.people) {
    const row = rows[person.unit];
    if (!row) continue;
    const line = desk.attendance[person.number];
    const expected = !person.excuse || !NOT_EXPECTED.includes(person.excuse);
    if (expected) row.expected += 1;
    if (line && line.answered) row.answered += 1;
    if (line && line.here) {
      row.present += 1;
      row.here.push({ name: person.name, note: noteOf(person, line.hidden ? 'đang mở trang khác' : '') });
    } else if (expected) {
      row.missing.push({ name: person.name, note: noteOf(person, line && line.joined ? 'mất kết nối' : 'chưa vào') });
    }
  }
  for (const row of rows) {
    row.here.sort(byName);
    row.missing.sort(byName);
  }
  return rows.sort((one, other) => one.unit.localeCompare(other.unit, 'vi'));
}

/**
 * Vietnamese names are ordered by the given name, which stands last.
 * @param {Named} one
 * @param {Named} other
 */
export function byName(one, other) {
  const given = (/** @type {string} */ name) => name.slice(name.lastIndexOf(' ') + 1);
  return given(one.name).localeCompare(given(other.name), 'vi') || one.name.localeCompare(other.name, 'vi');
}

/**
 * @param {RosterLine} person
 * @param {string} state
 */
function noteOf(person, state) {
  const notes = state ? [state] : [];
  if (person.excuse) notes.push(excuseText(person.excuse));
  if (person.time_factor > 100) notes.push('thêm ' + (person.time_factor - 100) + ' % thời gian');
  if (!person.ranked && !person.excuse) notes.push('ngoài bảng xếp hạng');
  return notes.join(', ');
}

/** @param {string} excuse */
export function excuseText(excuse) {
  switch (excuse) {
    case 'exempt':
      return 'miễn sinh hoạt';
    case 'suspended':
      return 'đình chỉ sinh hoạt';
    case 'elsewhere':
      return 'sinh hoạt tạm thời nơi khác';
    case 'ill':
      return 'ốm';
    case 'on_duty':
      return 'bận công tác';
    default:
      return 'có lý do';
  }
}

/**
 * Members who are given more time, as a note beside the incidents.
 * @param {Desk} desk
 * @returns {string[]}
 */
export function extraTime(desk) {
  return desk.people
    .filter((person) => person.time_factor > 100)
    .map((person) => person.name + ' được thêm ' + (person.time_factor - 100) + ' % thời gian mỗi câu.');
}

// Before the start

/**
 * @typedef {object} Check
 * @property {'done' | 'todo' | 'note'} state
 * @property {string} title
 * @property {string} advice what to do, or what holds
 */

/**
 * @param {Desk} desk
 * @param {Expected[]} expected who would be on the roster if it were frozen now
 * @returns {Check[]}
 */
export function checklist(desk, expected) {
  if (!desk.lead || (desk.phase !== 'scheduled' && desk.phase !== 'lobby')) return [];
  const { setup, screens } = desk.lead;
  return [paper(setup), roster(desk, expected), missing(desk), timing(setup), projector(screens)];
}

/**
 * @param {import('./protocol.js').Setup} setup
 * @returns {Check}
 */
function paper(setup) {
  if (setup.drawn) {
    return check('done', 'Đề thi đã bốc', setup.questions + ' câu từ ' + setup.pool + ' câu đã duyệt. Chưa ai xem được trước giờ mở.');
  }
  if (!setup.sealed || setup.pool < setup.questions) {
    return check('todo', 'Chưa bốc được đề', 'Ngân hàng đã duyệt có ' + setup.pool + ' câu, đề cần ' + setup.questions + ' câu. Mời chi ủy duyệt thêm câu hỏi rồi lên lịch lại.');
  }
  return check('done', 'Ngân hàng câu hỏi đã duyệt', setup.pool + ' câu đã niêm phong, đủ để bốc ' + setup.questions + ' câu khi mở phòng thi.');
}

/**
 * @param {Desk} desk
 * @param {Expected[]} expected
 * @returns {Check}
 */
function roster(desk, expected) {
  if (desk.people.length) {
    return check('done', 'Danh sách dự thi đã chốt', desk.people.length + ' đồng chí của ' + unitsText(desk.units.length) + '.');
  }
  const members = expected.reduce((sum, row) => sum + row.members, 0);
  const at = desk.lead ? formatClock(desk.lead.setup.lobby_at).slice(0, 5) : '';
  return check('note', 'Danh sách dự thi chưa chốt', 'Hiện có ' + members + ' đồng chí của ' + unitsText(expected.length) + '. Danh sách chốt khi mở phòng thi, chậm nhất ' + at + '.');
}

/** @param {number} count */
function unitsText(count) {
  return count === 1 ? 'một đơn vị' : count + ' đơn vị';
}

/**
 * @param {Desk} desk
 * @returns {Check}
 */
function missing(desk) {
  if (!desk.people.length) return check('note', 'Điểm danh', desk.present + ' đồng chí đã mở trang dự thi.');
  const absent = byUnit(desk).filter((row) => row.missing.length);
  if (!absent.length) return check('done', 'Các đồng chí đã có mặt đủ', 'Có thể bắt đầu.');
  const parts = absent.map((row) => (desk.units.length > 1 ? row.unit + ' ' : '') + row.missing.length);
  return check('todo', 'Còn vắng: ' + parts.join('; '), 'Mời quét mã QR trên màn chiếu hoặc mở đường dẫn. Vào muộn vẫn thi được các câu còn lại.');
}

/**
 * @param {import('./protocol.js').Setup} setup
 * @returns {Check}
 */
function timing(setup) {
  const limit = Math.round(setup.question_limit / 1000);
  return check('note', limit + ' giây mỗi câu', 'Đường truyền chậm được bù tối đa ' + formatSeconds(setup.allowance_max) + '. Đồng chí cần thêm thời gian thì ghi trước khi mở câu 1.');
}

/**
 * @param {number} screens
 * @returns {Check}
 */
function projector(screens) {
  return screens
    ? check('done', 'Màn chiếu đã kết nối', screens === 1 ? 'Một màn chiếu đang hiện mã QR.' : screens + ' màn chiếu đang hiện mã QR.')
    : check('todo', 'Chưa có màn chiếu', 'Bấm Mở màn chiếu trên máy nối với máy chiếu, rồi nhấn phím F để phóng to.');
}

/**
 * @param {Check['state']} state
 * @param {string} title
 * @param {string} advice
 * @returns {Check}
 */
function check(state, title, advice) {
  return { state, title, advice };
}

// What happened to whom

/**
 * Incidents as advice, the same of one member in a row told once.
 * @param {readonly IncidentShown[]} incidents newest first
 * @returns {{ at: number, text: string, times: number }[]}
 */
export function advice(incidents) {
  /** @type {{ at: number, text: string, times: number, key: string }[]} */
  const rows = [];
  for (const incident of incidents) {
    const key = incident.kind + '\n' + incident.name + '\n' + incident.unit;
    const known = rows.find((row) => row.key === key);
    if (known) known.times += 1;
    else rows.push({ at: incident.at, text: incidentText(incident), times: 1, key });
  }
  return rows.map(({ at, text, times }) => ({ at, text, times }));
}

/** @param {IncidentShown} incident */
export function incidentText(incident) {
  const where = incident.index === undefined ? '' : ' (câu ' + (incident.index + 1) + ')';
  const name = incident.name + where;
  switch (incident.kind) {
    case 'line_lost':
      return name + ': mất kết nối. Câu trả lời đã ghi nhận vẫn giữ; mở lại trang là vào tiếp.';
    case 'device_replaced':
      return name + ': mở trên thiết bị thứ hai, thiết bị trước đã ngừng.';
    case 'page_left':
      return name + ': rời trang thi sang trang khác. Chỉ để đồng chí biết, không ảnh hưởng kết quả.';
    case 'late':
      return name + ': câu trả lời đến sau khi hết giờ nên không được tính.';
    case 'weak_line':
      return name + ': đường truyền chậm ' + formatSeconds(incident.delay) + ', vượt mức được bù. Nên đổi mạng.';
    case 'claim_clipped':
      return (
        name + ': máy báo ' + formatSeconds(incident.claim) + ', hệ thống chỉ ghi nhận ' + formatSeconds(incident.credited) +
        ' theo đường truyền đo được. Đề nghị xem lại.'
      );
    default:
      return name;
  }
}

/**
 * @param {NonNullable<import('./protocol.js').DeskState['photo_finish']>} photo
 * @returns {string}
 */
export function photoFinishText(photo) {
  const names = photo.people.map((person) => person.name).join(' và ');
  const why = photo.reversed
    ? 'tính theo giờ máy chủ thì thứ tự đảo lại'
    : 'khoảng cách đó nhỏ hơn sai số của phép đo thời gian';
  return (
    names + ' cùng điểm quanh hạng ' + photo.place + ', chênh nhau ' + formatSeconds(photo.gap) + '; ' + why +
    '. Theo thể lệ, bí thư xem lại và quyết định trước khi xác nhận kết quả.'
  );
}
