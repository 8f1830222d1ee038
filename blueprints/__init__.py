"""One folder per place the customer goes. A route only translates: request, words of the business, page."""
