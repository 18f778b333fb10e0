// Joins the page's button to the browser's passkeys; options stand in the page as JSON.
'use strict';
(function () {
  var here = document.currentScript;
  document.addEventListener('DOMContentLoaded', function () {
    var ids = { credential: 'id_credential', data: 'js_data' };
    ids[here.dataset.button] = 'use-key';
    window.allauth.webauthn.forms[here.dataset.form]({ ids: ids });
    document.addEventListener('allauth.error', function (event) {
      event.preventDefault();
      document.getElementById('key-error').hidden = false;
    });
  });
})();
