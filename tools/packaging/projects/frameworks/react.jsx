import '@gd-trainer/web';
import { createRoot } from 'react-dom/client';
import Lesson from './Lesson.jsx';

createRoot(document.querySelector('main')).render(<Lesson />);
