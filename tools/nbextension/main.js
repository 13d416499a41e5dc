/* global define, requirejs */
// Draws Vega-Lite 5 outputs in the classic Notebook, which has no renderer of its own, from local files.
define(['base/js/namespace', 'notebook/js/outputarea'], function (Jupyter, { OutputArea }) {
  const mime = 'application/vnd.vegalite.v5+json';
  const folder = `${Jupyter.notebook.base_url}nbextensions/agop-vega/`;
  requirejs.config({
    paths: {
      vega: `${folder}vega.min`,
      'vega-lite': `${folder}vega-lite.min`,
      'vega-embed': `${folder}vega-embed.min`,
    },
  });

  function append(spec, metadata, element) {
    const area = this.create_output_subarea(metadata, 'output_vega', mime);
    this.keyboard_manager.register_events(area);
    element.append(area);
    requirejs(['vega-embed'], (embed) =>
      embed(area[0], spec, { actions: { editor: false } }).catch((error) =>
        area.text(`The figure cannot be drawn: ${error.message}`),
      ),
    );
    return area;
  }

  /** Called by the Notebook when it loads the extension. */
  function load_ipython_extension() {
    OutputArea.prototype.register_mime_type(mime, append, { safe: true, index: 0 });
    // Outputs that were there before the extension was: drawn again, now with a renderer.
    for (const cell of Jupyter.notebook.get_cells()) {
      if (cell.output_area?.outputs.some((output) => output.data?.[mime]))
        Jupyter.notebook.render_cell_output(cell);
    }
  }

  return { load_ipython_extension };
});
