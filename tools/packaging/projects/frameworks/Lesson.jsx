'use client';
import { useEffect, useState } from 'react';

export default function Lesson() {
  // once the page is React's: what the server wrote is then as it was
  useEffect(() => {
    import('@gd-trainer/web');
  }, []);
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
