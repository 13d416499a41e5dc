import { claimNumbers, type Claim } from './claim.js';
import { escapeHtml } from './html.js';

export interface Standing {
  word: 'fully' | 'partly' | 'not' | 'none';
  sentence: string;
  /** The paper's claims that do not hold. */
  missing: Claim[];
}

/** Replicated fully, partly or not: by the paper's claims that have a bound; reports and ours are counted apart. */
export function standing(claims: readonly Claim[]): Standing {
  const bounded = claims.filter(({ status }) => status !== 'report');
  const paper = bounded.filter((claim) => !claim.ours);
  const reports = claims.length - bounded.length;
  const missing = paper.filter((claim) => !claim.holds);
  const ours = bounded.filter((claim) => claim.ours);
  const oursHold = `${ours.filter((claim) => claim.holds).length} of ${ours.length} hold.`;
  if (paper.length === 0) {
    const sentence = ours.length ? `Checks of our own: ${oursHold}` : 'No claims checked yet.';
    return { word: 'none', sentence, missing };
  }
  const also =
    (reports ? ` Reported without a bound: ${reports}.` : '') + (ours.length ? ` Our own: ${oursHold}` : '');
  const held = paper.length - missing.length;
  const word = missing.length === 0 ? 'fully' : held === 0 ? 'not' : 'partly';
  const heading = { fully: 'Replicated fully', partly: 'Replicated partly', not: 'Not replicated' }[word];
  return { word, sentence: `${heading}: ${held} of ${paper.length} claims hold.${also}`, missing };
}

/** The status box: how far the paper is replicated, and what is not, with the reason. */
export function statusBundle(
  name: string,
  profile: string,
  claims: readonly Claim[],
): Record<string, string> {
  const { word, sentence, missing } = standing(claims);
  const color = { fully: '#1a8754', partly: '#b26a00', not: '#d1342f', none: '#6c757d' }[word];
  const reasons = missing.map((claim) => ({
    id: claim.id,
    text: `${claim.says}. Ours: ${claimNumbers(claim)}.${claim.why ? ` ${claim.why}` : ''}`,
  }));
  const list = reasons
    .map(({ id, text }) => `<li><strong>${escapeHtml(id)}</strong> ${escapeHtml(text)}</li>`)
    .join('');
  const html =
    `<div style="border: 1px solid ${color}; border-left-width: 6px; border-radius: 4px; padding: 0.6em 1em">` +
    `<strong>${escapeHtml(sentence)}</strong> <small>Profile: ${escapeHtml(profile)}.</small>` +
    `${list && `<ul style="margin: 0.4em 0 0">${list}</ul>`}</div>`;
  const lines = reasons.map(({ id, text }) => `\n  ${id} ${text}`).join('');
  return { 'text/plain': `${name}. ${sentence} Profile: ${profile}.${lines}`, 'text/html': html };
}
