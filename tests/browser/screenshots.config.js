// `npm run screenshots` writes docs/screens from the real product.

import base from './playwright.config.js';

export default { ...base, testMatch: 'screenshots.js', workers: 1, timeout: 180_000 };
