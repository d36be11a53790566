// Compiled in the page: without a build of Angular's own, and without decorators, which are no JavaScript yet.
import '@angular/compiler';
import { Component, CUSTOM_ELEMENTS_SCHEMA, provideZonelessChangeDetection, signal } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import '@gd-trainer/web';

class Lesson {
  rate = signal('gentle');
  said = signal('');

  converged({ detail }) {
    this.said.set(`converged at epoch ${detail.epoch}`);
  }
}

const component = Component({
  selector: 'main',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <gd-trainer
      src="/penguins.csv"
      target="body_mass_g"
      features="flipper_length_mm,bill_depth_mm"
      controls="play,step"
      [speed]="1000"
      [learningRate]="rate()"
      (gd-converged)="converged($event)"
    ></gd-trainer>
    <button type="button" (click)="rate.set(0.5)">faster</button>
    <output>{{ said() }}</output>
  `,
})(Lesson);

bootstrapApplication(component, { providers: [provideZonelessChangeDetection()] });
