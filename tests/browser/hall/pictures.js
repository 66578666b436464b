// Questions that show a picture as heavy as one is kept.

import { PNG } from 'pngjs';

import { document } from './places.js';

/** What they are about, so that a contest can ask nothing else. */
export const TOPIC = 'Có ảnh';

/** So many as a contest asks. */
const QUESTIONS = 5;
/** Nothing in it repeats itself: a picture that is made small is as heavy as it may be. */
const SIZE = { width: 700, height: 900 };

/** A picture of which no dot is like its neighbour, the same in every run. */
function noise() {
  const picture = new PNG(SIZE);
  let last = 1;
  for (let at = 0; at < picture.data.length; at += 1) {
    last = (last * 48_271) % 2_147_483_647;
    picture.data[at] = at % 4 === 3 ? 255 : last % 256;
  }
  return PNG.sync.write(picture);
}

/** Written by the committee, approved by the secretary. @param {import('./program.js').Program} program */
export async function writeQuestionsWithPictures(program) {
  const { committee, secretary } = program.links;
  const { unit } = JSON.parse(await program.ask(committee, '/me'));
  const on = await document(program, '/units/' + unit);
  const file = new Blob([new Uint8Array(noise())], { type: 'image/png' });
  for (let number = 1; number <= QUESTIONS; number += 1) {
    const form = new FormData();
    const written = { stem: 'Ảnh thứ ' + number + ' chụp ở đâu?', kind: 'single', right: '0', document: on, topic: TOPIC };
    for (const [name, value] of Object.entries(written)) form.append(name, value);
    for (const option of ['Hòa Mỹ', 'Long Trị', 'Sa Đéc', 'Cái Bè']) form.append('option', option);
    form.append('image_alt', 'Cổng trường');
    form.append('source', 'Điều ' + number);
    form.append('picture', file, 'anh.png');
    form.append('then', 'submit');
    const question = (await program.send(committee, '/units/' + unit + '/questions', form)).split('?')[0];
    await program.send(secretary, question + '/approve', [['revision', '1'], ['state', 'submitted']]);
  }
}
