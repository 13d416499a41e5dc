import { InputError } from '../errors.js';
import { formatNumber } from './format-number.js';
import { escapeHtml } from './html.js';

/** Exactly one of the three; none in a report. */
export interface Bound {
  atLeast?: number;
  atMost?: number;
  between?: readonly [number, number];
}

export type Status = 'established' | 'open' | 'report';

export interface ClaimPart extends Bound {
  name: string;
  got: number;
}

/** A statement of the paper as a number with a threshold; `got` or `parts`, never both. */
export interface ClaimInput extends Bound {
  says: string;
  /** What the paper gives for it, where that is known. */
  paper?: string | number;
  got?: number;
  parts?: readonly ClaimPart[];
  /** `established` (default) must hold; `open` is shown as not replicated, with `why`; a `report` has no bound. */
  status?: Status;
  why?: string;
  /** Not the paper's statement. */
  ours?: boolean;
}

/** A claim as recorded in `figures/<notebook>/claims.json`. */
export interface Claim {
  id: string;
  says: string;
  paper: string | number | null;
  got: number | string | Record<string, number | string>;
  /** null in a report, as is `holds`. */
  bound: string | Record<string, string> | null;
  holds: boolean | null;
  status: Status;
  profile: string;
  why: string | null;
  ours: boolean;
}

function checkBound(id: string, where: string, bound: Bound, status: Status): void {
  const given = (['atLeast', 'atMost', 'between'] as const).filter((kind) => bound[kind] !== undefined);
  if (status === 'report') {
    if (given.length === 0) return;
    const advice = 'leave it out, or the status';
    throw new InputError('claim', `"${id}"${where}`, `is a report and has ${given.join(' and ')}`, advice);
  }
  if (given.length !== 1) {
    const problem = given.length === 0 ? 'has no bound' : `has ${given.join(' and ')}`;
    throw new InputError('claim', `"${id}"${where}`, problem, 'give one of atLeast, atMost, between');
  }
  const numbers = [bound[given[0]]].flat() as number[];
  if (numbers.length === 0 || !numbers.every(Number.isFinite)) {
    throw new InputError(
      'claim',
      `${given[0]} of "${id}"${where}`,
      `is ${numbers.join(', ')}`,
      'give finite numbers',
    );
  }
  if (bound.between && !(numbers.length === 2 && numbers[0] <= numbers[1])) {
    throw new InputError(
      'claim',
      `between of "${id}"${where}`,
      `is [${numbers.join(', ')}]`,
      'give [low, high]',
    );
  }
}

function boundText({ atLeast, atMost, between }: Bound): string {
  if (atLeast !== undefined) return `≥ ${formatNumber(atLeast)}`;
  if (atMost !== undefined) return `≤ ${formatNumber(atMost)}`;
  return `in [${between!.map(formatNumber).join(', ')}]`;
}

// Every comparison with NaN is false: a claim about NaN never holds.
function within(got: number, { atLeast, atMost, between }: Bound): boolean {
  if (atLeast !== undefined) return got >= atLeast;
  if (atMost !== undefined) return got <= atMost;
  return got >= between![0] && got <= between![1];
}

// Six digits: the rest is rounding noise that would differ from machine to machine.
function recorded(got: number): number | string {
  return Number.isFinite(got) ? Number(got.toPrecision(6)) : String(got);
}

/** Checks a claim's input and decides whether it holds. */
export function judge(id: string, input: ClaimInput, profile: string): Claim {
  if (!/^[A-Za-z][\w.-]*$/.test(id)) {
    throw new InputError('claim', 'id', `is ${JSON.stringify(id)}`, 'give a name such as C4');
  }
  const { says, paper = null, got, parts, status = 'established', why = null, ours = false } = input;
  if (typeof says !== 'string' || says.trim() === '') {
    throw new InputError('claim', `says of "${id}"`, 'is empty', 'state what is claimed in a sentence');
  }
  if (!['established', 'open', 'report'].includes(status)) {
    const advice = 'give established, open or report';
    throw new InputError('claim', `status of "${id}"`, `is ${String(status)}`, advice);
  }
  if (status === 'open' && !why?.trim()) {
    throw new InputError('claim', `why of "${id}"`, 'is empty', 'an open claim needs its reason');
  }
  if ((got === undefined) === (parts === undefined)) {
    const problem = got === undefined ? 'has neither got nor parts' : 'has both got and parts';
    throw new InputError('claim', `"${id}"`, problem, 'give one of them');
  }
  const common = { status, profile, why, ours };
  const report = status === 'report';
  if (parts === undefined) {
    checkGot(id, '', got);
    checkBound(id, '', input, status);
    return {
      id,
      says,
      paper,
      got: recorded(got),
      bound: report ? null : boundText(input),
      holds: report ? null : within(got, input),
      ...common,
    };
  }
  if (!Array.isArray(parts) || parts.length === 0) {
    throw new InputError('claim', `parts of "${id}"`, 'is empty', 'give at least one part');
  }
  const names = new Set(parts.map((part) => part.name));
  if (names.size !== parts.length) throw new InputError('claim', `parts of "${id}"`, 'has a name twice');
  for (const part of parts) {
    checkGot(id, `, part "${part.name}"`, part.got);
    checkBound(id, `, part "${part.name}"`, part, status);
  }
  return {
    id,
    says,
    paper,
    got: Object.fromEntries(parts.map((part) => [part.name, recorded(part.got)])),
    bound: report ? null : Object.fromEntries(parts.map((part) => [part.name, boundText(part)])),
    holds: report ? null : parts.every((part) => within(part.got, part)),
    ...common,
  };
}

function checkGot(id: string, where: string, got: unknown): asserts got is number {
  if (typeof got !== 'number') {
    throw new InputError('claim', `got of "${id}"${where}`, `is ${typeof got}`, 'give a number');
  }
}

function number(got: number | string): string {
  return typeof got === 'number' ? formatNumber(got) : got;
}

/** Our numbers beside their bounds: `9.4e−5 (≤ 0.001)`, or one such pair a part; a report's alone. */
export function claimNumbers({ got, bound }: Claim): string {
  const beside = (value: number | string, limit?: string): string =>
    limit === undefined ? number(value) : `${number(value)} (${limit})`;
  if (typeof got !== 'object') return beside(got, (bound as string | null) ?? undefined);
  const bounds = bound as Record<string, string> | null;
  return Object.entries(got)
    .map(([name, value]) => `${name} ${beside(value, bounds?.[name])}`)
    .join('; ');
}

/** How a claim came out, in words. */
export function verdict({ holds, status }: Claim): string {
  if (status === 'report') return 'reported';
  if (status === 'open') return holds ? 'holds now, still marked open' : 'not replicated';
  return holds ? 'holds' : 'FAILS';
}

/** The outcome as one sign. */
export function mark({ holds, status }: Claim): string {
  if (status === 'report') return '○';
  return holds ? '✓' : '✗';
}

/** Colours of the outcomes, readable on a light and on a dark ground. */
function verdictColor({ holds, status }: Claim): string {
  if (status === 'report') return '#6c757d';
  if (holds) return status === 'open' ? '#b26a00' : '#1a8754';
  return status === 'open' ? '#b26a00' : '#d1342f';
}

/** The claim as one line for a notebook. */
export function claimBundle(claim: Claim): Record<string, string> {
  const { id, says, paper, why, ours } = claim;
  const sign = mark(claim);
  const details = [
    `ours ${claimNumbers(claim)}`,
    ...(paper === null ? [] : [`paper: ${typeof paper === 'number' ? formatNumber(paper) : paper}`]),
    ...(ours ? ['not a statement of the paper'] : []),
    ...(why ? [why] : []),
  ].join(' · ');
  const html =
    `<div style="border-left: 4px solid ${verdictColor(claim)}; padding: 0.15em 0.8em; margin: 0.3em 0">` +
    `<strong>${sign} ${escapeHtml(id)}, ${escapeHtml(verdict(claim))}.</strong> ${escapeHtml(says)}<br>` +
    `<small>${escapeHtml(details)}</small></div>`;
  return { 'text/plain': `${sign} ${id}, ${verdict(claim)}. ${says}\n  ${details}`, 'text/html': html };
}
