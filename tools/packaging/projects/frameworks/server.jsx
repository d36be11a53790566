import '@gd-trainer/web';
import { renderToString } from 'react-dom/server';
import Lesson from './Lesson.jsx';

console.log(renderToString(<Lesson />));
