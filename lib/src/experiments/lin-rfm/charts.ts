/** The figures of notebook 01: rows of its experiments -> rows and a Vega-Lite spec. */

// F1 to F9
export { leadingSingularValues, loopOpened } from './charts/loop-opened.js';
export { completion } from './charts/completion.js';
export { sparse } from './charts/sparse.js';
export { irls } from './charts/irls.js';
export { ansatz } from './charts/ansatz.js';
export { runTime } from './charts/run-time.js';
export { schedule } from './charts/schedule.js';
export { localOrder } from './charts/local-order.js';
export { millions } from './charts/millions.js';

// Beyond the paper
export { alphaDial } from './charts/alpha-dial.js';
export { movieRatings } from './charts/movie-ratings.js';
