/* Under `minutes serve` alone: loads the page again when the minutes have changed. */
(function () {
  "use strict";
  var first = true, told = new EventSource("/changes");
  told.addEventListener("open", function () {
    /* The server was away, and may show something else now. */
    if (!first) { location.reload(); }
    first = false;
  });
  told.addEventListener("changed", function () { location.reload(); });
  window.addEventListener("pagehide", function () { told.close(); });
})();
