%q concourse concourse/tea.csv
---
%q sample --total 4
---
%q export qset.docx --as qset
