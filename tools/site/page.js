/* global document, getComputedStyle, matchMedia, vegaEmbed */
// Draws the figures of a page and lets the reader hide the code.
'use strict';

const dark = matchMedia('(prefers-color-scheme: dark)');
const narrow = matchMedia('(max-width: 560px)');

function merge(base, extra) {
  const merged = { ...base };
  for (const [key, value] of Object.entries(extra)) {
    const both = value && typeof value === 'object' && !Array.isArray(value) && merged[key];
    merged[key] = both ? merge(merged[key], value) : value;
  }
  return merged;
}

function config() {
  const ink = dark.matches ? '#d7dce2' : '#24292f';
  const quiet = dark.matches ? '#7d8590' : '#8c959f';
  const text = { labelColor: ink, titleColor: ink };
  return {
    background: 'transparent',
    font: getComputedStyle(document.body).fontFamily,
    padding: 4,
    axis: { ...text, domainColor: quiet, tickColor: quiet, gridColor: quiet },
    legend: { ...text, ...(narrow.matches ? { columns: 1 } : {}) },
    header: text,
    text: { color: ink },
    title: { color: ink, subtitleColor: quiet },
  };
}

/** The spec for this screen: single views take the width of the page, composed ones keep theirs and scroll. */
function adapted(spec) {
  const composed = ['hconcat', 'vconcat', 'concat', 'facet', 'repeat'].some((key) => key in spec);
  const faceted = ['row', 'column', 'facet'].some((channel) => spec.encoding && channel in spec.encoding);
  const width = composed || faceted || spec.width !== undefined ? {} : { width: 'container' };
  return { ...spec, ...width, config: merge(spec.config ?? {}, config()) };
}

async function draw(figure) {
  const spec = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  const box = figure.querySelector('.vega');
  figure.classList.add('drawn');
  try {
    figure.view?.finalize();
    const options = {
      mode: 'vega-lite',
      renderer: 'svg',
      actions: false,
      tooltip: { theme: dark.matches ? 'dark' : 'light' },
    };
    figure.view = (await vegaEmbed(box, adapted(spec), options)).view;
  } catch (error) {
    // The picture stays in its place.
    figure.classList.remove('drawn');
    console.error(`figure ${figure.id}: ${error.message}`);
  }
}

async function drawAll() {
  for (const figure of document.querySelectorAll('figure.chart')) await draw(figure);
  document.documentElement.dataset.figures = 'drawn';
}

const button = document.querySelector('.toggle-code');
button?.addEventListener('click', () => {
  const hide = button.getAttribute('aria-pressed') === 'false';
  button.setAttribute('aria-pressed', String(hide));
  button.textContent = hide ? 'Show code' : 'Hide code';
  for (const cell of document.querySelectorAll('details.code')) cell.open = !hide;
});

// On a phone the contents would push the text off the first screen.
if (matchMedia('(max-width: 980px)').matches) document.querySelector('.contents')?.removeAttribute('open');

drawAll();
dark.addEventListener('change', drawAll);
narrow.addEventListener('change', drawAll);
