import { quantitative, type Channel } from '../../../report/channels.js';

/** The colour of an entry of an AGOP over its trace; white is 0. */
export const agopColor: Channel = quantitative('agop', 'AGOP / trace', {
  scale: { scheme: 'blueorange', domainMid: 0 },
});
