import '@gd-trainer/web';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';

function Lesson() {
  const [rate, setRate] = useState('gentle');
  const [said, say] = useState('');
  return (
    <>
      <gd-trainer
        src="/penguins.csv"
        target="body_mass_g"
        features="flipper_length_mm,bill_depth_mm"
        controls="play,step"
        speed={1000}
        learning-rate={rate}
        ongd-converged={({ detail }) => say(`converged at epoch ${detail.epoch}`)}
      />
      <button type="button" onClick={() => setRate(0.5)}>
        faster
      </button>
      <output>{said}</output>
    </>
  );
}

createRoot(document.querySelector('main')).render(<Lesson />);
