"""An edition becomes a mail: one context, an HTML body and a text of its own."""
