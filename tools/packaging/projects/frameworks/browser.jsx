import { hydrateRoot } from 'react-dom/client';
import Lesson from './Lesson.jsx';

hydrateRoot(document.querySelector('main'), <Lesson />);
