// Only the facts change from one build to the next; the behaviour lives in static/sw/.
self.BUILD = {{ build|tojson }};
self.SHELL = {{ shell|tojson }};
self.KIT = {{ kit|tojson }};
importScripts({% for name in files %}{{ url_for("static", filename=name)|tojson }}{{ ", " if not loop.last }}{% endfor %});
