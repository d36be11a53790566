// What a session on more than columns of numbers is opened by.
export { Trainer } from '@gd-trainer/sdk';
