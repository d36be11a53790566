import { type Snapshot, Trainer } from '@gd-trainer/sdk';
import { courseOf } from '@gd-trainer/sdk/view';
import { GdTrainerElement } from '@gd-trainer/web';

const element: GdTrainerElement = document.querySelector('gd-trainer') ?? new GdTrainerElement();
element.features = ['flipper_length_mm'];
element.addEventListener('gd-step', ({ detail }) => detail.weights[0]?.toFixed());
element.addEventListener('gd-error', ({ detail }) => detail.hint.length);
await element.updateComplete;
const snapshot: Snapshot | undefined = element.snapshot;
// what the element trains with is a session of the sdk
const trainer: Trainer = element.trainer ?? new Trainer({ x: [1], y: [2] });
export const ends: [Snapshot | undefined, number] = [snapshot, courseOf(trainer).end];
// @ts-expect-error: no such optimizer
element.optimizer = 'newton';
// @ts-expect-error: what the element keeps for itself
element.session;
