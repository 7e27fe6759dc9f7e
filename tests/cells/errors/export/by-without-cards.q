%q example case-study
%q solve -k 3
---
%q export all.xlsx --format workbook --by site
