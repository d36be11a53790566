import '@gd-trainer/web';
import { createSignal } from 'solid-js';
import { render } from 'solid-js/web';

function Lesson() {
  const [rate, setRate] = createSignal('gentle');
  const [said, say] = createSignal('');
  return (
    <>
      <gd-trainer
        src="/penguins.csv"
        target="body_mass_g"
        features="flipper_length_mm,bill_depth_mm"
        controls="play,step"
        speed={1000}
        learning-rate={rate()}
        on:gd-converged={({ detail }) => say(`converged at epoch ${detail.epoch}`)}
      />
      <button type="button" onClick={() => setRate(0.5)}>
        faster
      </button>
      <output>{said()}</output>
    </>
  );
}

render(Lesson, document.querySelector('main'));
