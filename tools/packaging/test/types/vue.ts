import type {} from '@gd-trainer/web/vue';
import type { GlobalComponents } from 'vue';

type Tag = InstanceType<GlobalComponents['gd-trainer']>['$props'];

export const lesson: Tag = {
  class: 'lesson',
  src: 'penguins.csv',
  features: 'flipper_length_mm,bill_depth_mm',
  batchSize: 1,
  'learning-rate': 'gentle',
  onGdChange: ({ detail }) => detail.epoch,
};

// @ts-expect-error -- no such optimizer
export const optimizer: Tag = { optimizer: 'newton' };
