// Claims with the paper's value, ours, and the outcome.
import { claimNumbers, mark, verdict } from 'agop/report/claim';
import { escapeHtml } from 'agop/report/html';

const columns = ['Claim', 'Statement', 'Paper', 'Ours (bound)', 'Outcome'];

function claimRow(claim, idPrefix) {
  const kind = claim.holds ? 'holds' : claim.status === 'established' ? 'fails' : claim.status;
  const numbers = claimNumbers(claim).split('; ').map(numberLine).join('');
  const why = claim.why ? `<p class="why">${escapeHtml(claim.why)}</p>` : '';
  const paper = claim.ours ? 'ours' : String(claim.paper ?? '–');
  return (
    `<tr id="${idPrefix}${claim.id}" class="${kind}"><th scope="row">${claim.id}</th>` +
    `<td>${escapeHtml(claim.says)}${why}</td><td>${escapeHtml(paper)}</td>` +
    `<td class="numbers">${numbers}</td>` +
    `<td class="verdict">${mark(claim)} ${escapeHtml(verdict(claim))}</td></tr>`
  );
}

/** A line may break between what a number is and the number with its bound. */
function numberLine(text) {
  const [, name, number] = /^(.*?)(\S+ \([^()]*\))?$/.exec(text);
  const unbroken = number ? `<span class="number">${escapeHtml(number)}</span>` : '';
  return `<div>${escapeHtml(name)}${unbroken}</div>`;
}

function table(caption, rows) {
  const head = columns.map((column) => `<th scope="col">${column}</th>`).join('');
  return (
    `<div class="scroll" tabindex="0"><table class="ledger"><caption>${caption}</caption>` +
    `<thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`
  );
}

/** The paper's claims, and ours. */
export function claimsTables({ claims }, idPrefix) {
  const row = (claim) => claimRow(claim, idPrefix);
  const paper = claims.filter(({ ours }) => !ours).map(row);
  const ours = claims.filter((claim) => claim.ours).map(row);
  return [
    paper.length ? table('Claims of the paper', paper) : '',
    ours.length ? table('Beyond the paper (ours)', ours) : '',
  ].join('\n');
}
