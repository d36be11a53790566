import type {} from '@gd-trainer/web/svelte';
import type { SvelteHTMLElements } from 'svelte/elements';

type Tag = SvelteHTMLElements['gd-trainer'];

export const lesson: Tag = {
  class: 'lesson',
  src: 'penguins.csv',
  features: 'flipper_length_mm,bill_depth_mm',
  batchSize: 1,
  'learning-rate': 'gentle',
  'ongd-change': ({ detail }) => detail.epoch,
};

// @ts-expect-error -- no such optimizer
export const optimizer: Tag = { optimizer: 'newton' };
