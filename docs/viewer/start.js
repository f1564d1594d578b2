// Shows /openapi.json. Signed operations cannot be tried here: this page never sees a secret.
window.ui = SwaggerUIBundle({
    url: '/openapi.json',
    dom_id: '#viewer',
    deepLinking: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    filter: true,
    validatorUrl: null,
    tryItOutEnabled: false,
});
