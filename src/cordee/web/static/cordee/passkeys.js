/* Passkeys: makes one, or uses one, when a form marked data-passkey is sent.
   The options come from the page, or from the address the form is sent to. */
"use strict";

(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=/g, "");
  const named = (key) => ({ ...key, id: bytes(key.id) });

  function readable(asked) {
    const options = { ...asked.publicKey, challenge: bytes(asked.publicKey.challenge) };
    if (options.user) options.user = { ...options.user, id: bytes(options.user.id) };
    if (options.excludeCredentials) options.excludeCredentials = options.excludeCredentials.map(named);
    if (options.allowCredentials) options.allowCredentials = options.allowCredentials.map(named);
    return options;
  }

  function sendable(credential) {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return {
      type: credential.type,
      id: credential.id,
      rawId: text(credential.rawId),
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  }

  async function asked(form) {
    const written = document.getElementById("passkey-options");
    if (written) return JSON.parse(written.textContent);
    const answer = await fetch(form.action, {
      headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
    });
    if (!answer.ok) throw new Error(`options: ${answer.status}`);
    return answer.json();
  }

  async function made(form) {
    const options = readable((await asked(form)).creation_options);
    const alone = form.elements.passwordless?.checked;
    options.authenticatorSelection = {
      ...options.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: Boolean(alone),
      ...(alone && { userVerification: "required" }),
    };
    return navigator.credentials.create({ publicKey: options });
  }

  async function used(form) {
    const options = readable((await asked(form)).request_options);
    return navigator.credentials.get({ publicKey: options });
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-passkey]");
    if (!form) return;
    event.preventDefault();
    const failure = form.querySelector("[data-passkey-failure]");
    if (failure) failure.hidden = true;
    try {
      const credential = await (form.dataset.passkey === "make" ? made(form) : used(form));
      form.elements.credential.value = JSON.stringify(sendable(credential));
      form.submit();
    } catch {
      if (failure) failure.hidden = false;
    }
  });
})();
