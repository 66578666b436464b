// What the tests know about the screens: how to find a thing, and what it says. The only file to change when words do.

/** @typedef {import('@playwright/test').Page} Page */

export const LAPTOP = { width: 1366, height: 768 };
export const WALL = { width: 1280, height: 720 };
export const LARGE_WALL = { width: 1920, height: 1080 };
export const SMALLEST = { width: 320, height: 640 };

/** A phone as Playwright describes one. @param {{ width: number, height: number }} viewport */
export const handheld = (viewport) => ({ viewport, hasTouch: true, isMobile: true });

export const words = {
  signIn: 'Đăng nhập',
  recorded: /Đã ghi nhận lúc \d\d:\d\d:\d\d/,
  /** @param {number} present */
  gathered: (present) => new RegExp('\\b' + present + ' trong'),
  kept: 'Câu trả lời đã được giữ trên máy này',
  goOnHere: 'Tiếp tục trên máy này',
  results: 'Xem kết quả',
  place: /xếp thứ|ngoài bảng xếp hạng/,
  pause: 'Tạm dừng',
  voidQuestion: /^Hủy câu/,
  end: 'Kết thúc kỳ thi',
  extend: 'Thêm 15 giây',
  keep: 'Không, giữ nguyên',
  code: /Mã kỳ thi/,
  enter: 'Tìm kỳ thi',
};

/** All live pages say in which phase they are: `data-phase` of `#app`. @param {Page} page */
export const app = (page) => page.locator('#app');

/** @param {Page} page */
export const phone = (page) => ({
  line: page.getByTestId('line'),
  stem: page.locator('#stem'),
  options: page.getByTestId('option'),
  /** @param {string} id */
  option: (id) => page.locator('[data-option="' + id + '"]'),
  chosen: page.locator('[data-testid=option][aria-checked=true]'),
  send: page.getByTestId('send'),
  recorded: page.getByTestId('recorded'),
  trouble: page.getByTestId('trouble'),
  right: page.locator('.answer.right'),
  place: page.getByTestId('place'),
  goOnHere: page.getByRole('button', { name: words.goOnHere }),
  results: page.getByRole('link', { name: words.results }),
  timer: page.getByRole('timer'),
});

/** @param {Page} page */
export const desk = (page) => ({
  line: page.getByTestId('line'),
  nextStep: page.getByTestId('next-step'),
  present: page.getByTestId('present'),
  answered: page.getByTestId('answered'),
  course: page.locator('.course li'),
  confirm: page.getByTestId('confirm'),
  yes: page.getByTestId('confirm-yes'),
  reason: page.getByLabel('Lý do'),
  /** @param {string | RegExp} name */
  button: (name) => page.getByRole('button', { name }),
});

/** @param {Page} page */
export const wall = (page) => ({
  join: page.locator('#join svg'),
  question: page.getByTestId('question'),
  leaders: page.getByTestId('leaders').locator('li'),
});

/** @param {Page} page */
export const results = (page) => ({
  boards: page.locator('[data-testid=ranking], [data-testid=outside]'),
  receipts: page.locator('.receipt').filter({ hasText: 'Biên nhận số' }),
  hash: '.hash',
  bundle: page.getByRole('link', { name: 'Tải hồ sơ kiểm chứng' }),
});

/** How large and how dark; on the live pages behind a button. @param {Page} page */
export const reading = (page) => ({
  menu: page.locator('.reading-menu > summary'),
  smaller: page.getByRole('button', { name: /^A-/ }),
  normal: page.getByRole('button', { name: /^A:/ }),
  larger: page.getByRole('button', { name: /^A\+/ }),
  contrast: page.getByRole('button', { name: /^Tương phản/ }),
});

/** @param {Page} page */
export const home = (page) => ({
  code: page.getByLabel(words.code),
  enter: page.getByRole('button', { name: words.enter }),
});
