/** @jsxImportSource react */
import type {} from '@gd-trainer/web/jsx/react';

export const lesson = (
  <gd-trainer
    className="lesson"
    src="penguins.csv"
    target="body_mass_g"
    features={['flipper_length_mm']}
    batchSize="full"
    learning-rate={0.5}
    autoplay
    ref={(element) => element?.seek(3)}
    ongd-step={({ detail }) => detail.weights[0]}
  />
);

export const list = <gd-trainer features="flipper_length_mm" />;
// @ts-expect-error -- no such optimizer
export const optimizer = <gd-trainer optimizer="newton" />;
// @ts-expect-error -- what the element says of itself is not set from outside
export const status = <gd-trainer status="converged" />;
