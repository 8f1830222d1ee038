"""Documents the customer keeps: imported files, and papers issued by the portal from frozen facts."""
