// Claims with the paper's value, ours, and the outcome.
import { claimNumbers, verdict } from 'agop/report/claim';
import { escapeHtml } from 'agop/report/html';

export function claimsTable(claims, idPrefix) {
  const rows = claims.map((claim) => {
    const kind = claim.holds ? 'holds' : claim.status === 'open' ? 'open' : 'fails';
    const numbers = claimNumbers(claim).split('; ').map(escapeHtml).join('<br>');
    const ours = claim.ours ? ' <small>(ours, not the paper’s)</small>' : '';
    const why = claim.why ? `<p class="why">${escapeHtml(claim.why)}</p>` : '';
    return (
      `<tr id="${idPrefix}${claim.id}" class="${kind}"><th scope="row">${claim.id}</th>` +
      `<td>${escapeHtml(claim.says)}${ours}${why}</td><td>${escapeHtml(String(claim.paper ?? '–'))}</td>` +
      `<td class="numbers">${numbers}</td>` +
      `<td class="verdict">${claim.holds ? '✓' : '✗'} ${escapeHtml(verdict(claim))}</td></tr>`
    );
  });
  return (
    '<div class="scroll" tabindex="0"><table class="ledger"><thead><tr><th scope="col">Claim</th><th scope="col">Statement</th>' +
    '<th scope="col">Paper</th><th scope="col">Ours (bound)</th><th scope="col">Outcome</th></tr></thead>' +
    `<tbody>${rows.join('\n')}</tbody></table></div>`
  );
}
